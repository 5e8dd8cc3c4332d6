/** What three of the real plans say, typed here from the paper. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { PlanReading } from './contract.ts';
import { deadlines, expectPersonsFromTheText, partiesOf, present, reading, SEEDS } from './seeds.fixture.ts';

describe.skipIf(!present)('Kirov 2021', () => {
  test.each(['txt', 'docx'])('%s is read as a person has read it', async (format) => {
    const expected = JSON.parse(readFileSync(join(SEEDS, 'kirov-2021.expected.json'), 'utf8'));
    expect(await reading(`kirov-2021.${format}`)).toMatchObject(expected);
  });
});

describe.skipIf(!present)('Kamchatka 2016–2018', () => {
  let plan: PlanReading;
  beforeAll(async () => {
    plan = await reading('kamchatka-2016-2018.txt');
  });

  test('23 measures in 4 sections, numbered by their places', () => {
    expect(plan.measures.map(({ number }) => number)).toEqual(
      Array.from({ length: 23 }, (_, index) => String(index + 1)),
    );
    expect(plan.sections.map(({ title }) => title.split(' ').slice(0, 3).join(' '))).toEqual([
      'Организационные мероприятия, направленные',
      'Обеспечение взаимодействия между',
      'Мероприятия по повышению',
      'Мероприятия по мониторингу',
    ]);
    expect(plan.measures.map(({ section }) => section)).toEqual([
      ...Array(5).fill(0),
      ...Array(11).fill(1),
      ...Array(3).fill(2),
      ...Array(4).fill(3),
    ]);
  });

  test('stamp, title and period', () => {
    expect(plan.approval).toEqual({
      kind: 'приказ',
      body: 'Министерство образования и науки Камчатского края',
      number: '940',
      date: '2016-07-25',
    });
    expect(plan.title).toMatch(
      /^Комплекс мер, направленных на создание условий .* в Камчатском крае на 2016-2018 годы$/,
    );
    expect(plan.period).toEqual({ from: '2016-01-01', to: '2018-12-31' });
  });

  test('every deadline', () => {
    expect(
      deadlines(plan).map(({ kind, from, to, onDemand, recurrence }) =>
        [kind, from, to, onDemand, recurrence].filter(Boolean).join(' '),
      ),
    ).toEqual([
      'month 2016-06-01 2016-06-30',
      'month-range 2016-06-01 2016-07-31',
      'month 2016-08-01 2016-08-31',
      'month 2016-09-01 2016-09-30',
      'month-range 2016-09-01 2016-12-31',
      'month 2016-08-01 2016-08-31',
      'month-range 2016-09-01 2016-11-30',
      'month-range 2016-11-01 2016-12-31',
      'year-range 2016-01-01 2018-12-31',
      'year-range 2016-01-01 2018-12-31',
      'composite 2016-10-01',
      'month 2016-12-01 2016-12-31',
      'continuous true',
      'month-range 2016-09-01 2016-10-31',
      'continuous true',
      'year-range 2017-01-01 2018-12-31',
      'year-range 2017-01-01 2018-12-31',
      'month 2017-01-01 2017-01-31',
      'month 2016-12-01 2016-12-31',
      'recurring half-yearly',
      'month 2017-01-01 2017-01-31',
      'composite 2017-06-01 yearly',
      'year-range 2017-01-01 2018-12-31',
    ]);
  });

  test('every party', () => {
    const short: Record<string, string> = {
      'Министерство образования и науки Камчатского края': 'М',
      'КГАУ «Камчатский центр информатизации и оценки качества образования»': 'Ц',
      'КГАУ ДПО «Камчатский институт развития образования»': 'И',
      'органы местного самоуправления муниципальных образований в Камчатском крае': 'О',
      'Органы местного самоуправления муниципальных образований в Камчатском крае': 'О',
      'общеобразовательные организации': 'Ш',
    };
    const letters = plan.measures.map(({ responsible }) =>
      responsible
        .map(({ organisation, byAgreement }) => (short[organisation ?? ''] ?? '?') + (byAgreement ? '+' : ''))
        .join(''),
    );
    expect(letters).toEqual([
      'Ц',
      'Ц',
      'И',
      'МО+',
      'ИО+',
      'МЦИО+',
      'О+Ш+',
      'О+Ш+',
      'ИО+',
      'ИО+',
      'МИО+',
      'И',
      'ИО+',
      'О+Ш+',
      'ИО+Ш+',
      'Ц',
      'МО+',
      'О+Ш+',
      'МИО+',
      'ЦО+Ш+',
      'Ц',
      'МО+',
      'ИО+',
    ]);
  });

  test('a bookmark left by extraction is no part of a measure, no column means no results', () => {
    expect(plan.measures[2]?.text).toMatch(/^Формирование технологической карты .* \(далее –технологическая карта\)$/);
    expect(plan.measures.every(({ results, execution }) => results.length === 0 && execution === null)).toBe(true);
    expect([plan.goal, plan.tasks, plan.glossary, plan.tables]).toEqual([null, [], [], []]);
  });

  test('the Word document reads the same', async () => {
    expect(await reading('kamchatka-2016-2018.docx')).toEqual(plan);
  });
});

describe.skipIf(!present)('Leningrad oblast 2019–2020', () => {
  let plan: PlanReading;
  beforeAll(async () => {
    plan = await reading('leningrad-2019-2020.txt');
  });

  test('29 measures without sections, 6 abbreviations, the school year', () => {
    expect(plan.measures.map(({ number }) => number)).toEqual(
      Array.from({ length: 29 }, (_, index) => String(index + 1)),
    );
    expect(plan.sections).toEqual([]);
    expect(plan.glossary.map(({ term }) => term)).toEqual(['МОУО', 'ВКС', 'ПК', 'КОПО', 'ЛОИРО', 'ОО']);
    expect(plan.period).toEqual({ from: '2019-09-01', to: '2020-08-31' });
  });

  test('rows split over pages are whole', () => {
    expect(plan.measures[0]?.results.map(({ kind }) => kind)).toEqual([
      'концепция',
      'иное',
      'дорожная карта',
      'программа',
    ]);
    expect(plan.measures[0]?.results[2]?.text).toMatch(/функционирующих в неблагоприятных социальных условиях$/);
    expect(plan.measures[12]?.text).toMatch(
      /показавших высокие и низкие образовательные результаты по итогам оценочных процедур»$/,
    );
    expect(partiesOf(plan.measures[12])).toEqual(['КОПО*', 'ЛОИРО*']);
    expect(plan.measures[18]?.text).toMatch(/в рамках проведения заседаний Координационного совета/);
    expect(plan.measures[28]?.results[0]?.text).toMatch(/неблагоприятных социально-экономических условиях$/);
  });

  test('missing commas between parties', () => {
    const both = ['КОПО*', 'ЛОИРО*'];
    expect([partiesOf(plan.measures[19]), partiesOf(plan.measures[20])]).toEqual([both, both]);
    expect(partiesOf(plan.measures[21])).toEqual(['КОПО*', 'КОПО*', 'ЛОИРО*']);
    expectPersonsFromTheText(plan);
    expect(plan.measures[16]?.responsible.map(({ text }) => text)).toEqual([
      'руководители МОУО',
      'муниципальные методические службы',
      'руководители ОО',
    ]);
  });

  test('the missing deadline and the ones outside the year are pointed out', () => {
    const where = (code: string) =>
      plan.issues
        .filter((issue) => issue.code === code && issue.severity === 'warning')
        .map((issue) => /строка (\d+)/.exec(issue.where)?.[1]);
    expect(where('deadline-missing')).toEqual(['8']);
    expect(where('deadline-outside-period')).toEqual(['11', '16', '23', '26']);
    expect(plan.issues.some(({ severity }) => severity === 'error')).toBe(false);
  });

  test('the PDF reads the same; two of its cells show paragraphs that the text has lost', async () => {
    const pdf = await reading('leningrad-2019-2020.pdf');
    const joined = ({ measures }: PlanReading) =>
      measures.map(({ results, ...measure }) => ({
        ...measure,
        results: results
          .map(({ text }) => text)
          .join(' ')
          .replace(/\./g, ''),
      }));
    expect(joined(pdf)).toEqual(joined(plan));
    expect({ ...pdf, measures: [] }).toEqual({ ...plan, measures: [] });
    expect(
      pdf.measures
        .filter(({ results }, index) => results.length !== plan.measures[index]?.results.length)
        .map(({ number }) => number),
    ).toEqual(['22', '28']);
  });
});
