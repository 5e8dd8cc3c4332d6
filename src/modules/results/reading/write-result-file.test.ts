import { expect, test } from 'vitest';
import { tableToXlsx } from '#documents/write/xlsx.ts';
import type { Procedure } from '#modules/assessments/index.ts';
import { ITEM_STATE } from '../contract.ts';
import { readResultFile } from './read-result-file.ts';
import { factsTemplate } from './templates.ts';
import { resultSheet, type WrittenPupil } from './write-result-file.ts';

const PROCEDURE: Procedure = { kind: 'ВПР', subject: 'ОБ', year: 2022, round: 'spring', paperGrade: 6, pupilGrade: 6 };
const { scored, notAttempted, notTaught, empty } = ITEM_STATE;
const pupil = (code: string, points: (number | null)[], states: number[], more: Partial<WrittenPupil> = {}) => ({
  code,
  klass: 'б',
  gender: 1,
  variant: '2',
  absent: false,
  total: points.reduce<number>((sum, one) => sum + (one ?? 0), 0),
  mark: null,
  journal: 4,
  points,
  states,
  ...more,
});
const PUPILS: WrittenPupil[] = [
  pupil('6001', [1, 2, 0], [scored, scored, scored]),
  pupil('6002', [1, null, null], [scored, notAttempted, notTaught], { gender: 2, journal: 0 }),
  pupil('6003', [null, null, null], [empty, empty, empty], { absent: true, total: null, variant: '' }),
];

test.each(['vpr-2020', 'vpr-2021', 'vpr-2022', 'template'] as const)(
  'rows written in the form %s read back as they were',
  async (format) => {
    const { fileName, sheet } = resultSheet({
      format,
      procedure: PROCEDURE,
      items: [
        { name: '1', maximum: 1 },
        { name: '2', maximum: 3 },
        { name: '3', maximum: 2 },
      ],
      school: { login: 'sch220001', name: 'Школа № 1', municipality: 'Город' },
      region: 'Область',
      pupils: PUPILS,
    });
    const reading = await readResultFile(await tableToXlsx(sheet), { path: `${fileName}.xlsx` });
    if (reading.kind !== 'results') throw new Error(reading.kind);
    const { file } = reading;
    expect(file).toMatchObject({ format, procedure: PROCEDURE });
    expect(file.schools.map(({ login }) => login.replace('edu', 'sch'))).toEqual(['sch220001']);
    const { rows } = file;
    expect(rows.pupil).toEqual(PUPILS.map(({ code }) => code));
    expect(rows.klass).toEqual(['б', 'б', 'б']);
    expect([...rows.gender]).toEqual([1, 2, 1]);
    expect([...rows.absent]).toEqual([0, 0, 1]);
    expect([...rows.total]).toEqual([3, 1, Number.NaN]);
    expect([...rows.journalMark].slice(0, 2)).toEqual([4, 0]);
    expect(rows.itemState.map((states) => [...states].slice(0, 2))).toEqual([
      [scored, scored],
      [scored, notAttempted],
      [scored, notTaught],
    ]);
  },
);

test.each(['passport', 'context', 'olympiad'] as const)(
  'the template %s is recognised when it comes back',
  async (kind) => {
    const sheet = factsTemplate(kind);
    const login = sheet.columns.findIndex(({ header }) => header === 'Логин' || header === 'Код школы');
    const row = sheet.columns.map((_, k) => (k === login ? 'sch220001' : null));
    const reading = await readResultFile(await tableToXlsx({ ...sheet, rows: [row] }), { path: 'файл.xlsx' });
    expect(reading.kind).toBe(kind);
  },
);
