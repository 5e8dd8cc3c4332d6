import { expect, test } from 'vitest';
import { ASSESSMENT_KINDS, type Procedure, procedureId, procedureTitle, seriesId, SUBJECTS } from './procedure.ts';

const MATHEMATICS_5: Procedure = {
  kind: 'ВПР',
  subject: 'МА',
  year: 2021,
  round: 'spring',
  paperGrade: 5,
  pupilGrade: 5,
};

test('a procedure is named by kind, grade of the paper, subject and year', () => {
  expect(procedureId(MATHEMATICS_5)).toBe('vpr-5-ma-2021');
  expect(procedureTitle(MATHEMATICS_5)).toBe('ВПР 5 математика 2021');
});

test('an autumn round of the same year is another procedure of the same series', () => {
  const autumn: Procedure = { ...MATHEMATICS_5, round: 'autumn', pupilGrade: 6 };
  expect(procedureId(autumn)).toBe('vpr-5-ma-2021-autumn');
  expect(seriesId(autumn)).toBe(seriesId(MATHEMATICS_5));
});

test('kinds and subjects have codes that tell them apart', () => {
  const subjects = Object.keys(SUBJECTS) as (keyof typeof SUBJECTS)[];
  const ids = ASSESSMENT_KINDS.flatMap((kind) =>
    subjects.map((subject) => seriesId({ ...MATHEMATICS_5, kind, subject })),
  );
  expect(new Set(ids).size).toBe(ASSESSMENT_KINDS.length * subjects.length);
});
