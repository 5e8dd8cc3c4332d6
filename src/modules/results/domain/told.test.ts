import { describe, expect, test } from 'vitest';
import { questionnaireFrom } from './questionnaire.ts';
import { olympiadsFrom, passportFrom } from './told.ts';

const fieldsOf = ({ problems }: { problems: { field: string }[] }) => problems.map(({ field }) => field);

describe('what a school tells of itself', () => {
  test('counts of the passport are at most the number of pupils; what is left empty is not known', () => {
    expect(passportFrom({ pupils: '120', singleParent: '30' })).toMatchObject({
      counts: { pupils: 120, singleParent: 30, lowIncome: null },
      problems: [],
    });
    expect(fieldsOf(passportFrom({ pupils: '20', singleParent: '30', lowIncome: 'много' }))).toEqual([
      'lowIncome',
      'singleParent',
    ]);
    expect(fieldsOf(passportFrom({}))).toEqual(['pupils']);
  });

  test('teachers of a kind are at most all teachers', () => {
    expect(fieldsOf(questionnaireFrom({ teachers: '10', teachersOf5to9: '11' }))).toEqual(['teachersOf5to9']);
    expect(questionnaireFrom({ settlement: 'village', correctional: 'no', populationBand: '2' }).facts).toMatchObject({
      settlement: 'village',
      correctional: false,
      adaptedProgrammes: null,
      populationBand: 2,
    });
  });

  test('the questionnaire asks every question of the form, and counts stay within what holds them', () => {
    const { facts, problems } = questionnaireFrom({
      transport: ' автобус ',
      advancedSubjects: 'физика',
      pupils: '300',
      surveyedPupils: '60',
      surveyedWithNeeds: '61',
      internetSpeed: 'x'.repeat(201),
    });
    expect(facts).toMatchObject({ transport: 'автобус', language: null, surveyedPupils: 60 });
    expect(problems.map(({ field }) => field)).toEqual(['internetSpeed', 'surveyedWithNeeds']);
    expect(fieldsOf(questionnaireFrom({ pupils: '50', surveyedPupils: '60' }))).toEqual(['surveyedPupils']);
  });

  test('rows of the Olympiad without numbers are none, and a subject stands once a stage', () => {
    const row = { stage: 'school', subject: 'МА', participants: '20', winners: '3' };
    expect(olympiadsFrom([row, { ...row, participants: '', winners: '' }]).told).toEqual([
      { stage: 'school', subject: 'МА', participants: 20, winners: 3 },
    ]);
    expect(fieldsOf(olympiadsFrom([row, row]))).toEqual(['row-1-subject']);
    expect(fieldsOf(olympiadsFrom([{ ...row, winners: '21' }]))).toEqual(['row-0-winners']);
  });
});
