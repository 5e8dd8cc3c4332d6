import { beforeAll, describe, expect, test } from 'vitest';
import { tableToCsv } from '#documents/write/csv.ts';
import type { Ctx } from '#platform/context.ts';
import { ctxAs, newOrganisation, type TestOrganisation, testServices } from '#tests/support/factory.ts';
import { enterWorks, previewWorks, undoWorks } from './commands/enter-works.ts';
import { workSheet } from './domain/work-sheet.ts';
import { referenceHistory } from './queries/reference-history.ts';
import { workEntry, worksImports } from './queries/works.ts';

const services = await testServices();
const { db } = services;
let region: TestOrganisation;
let analyst: Ctx;
beforeAll(async () => {
  region = await newOrganisation(db, { kind: 'region' });
  analyst = await ctxAs(services, 'analyst', region);
});

const OF = { kind: 'ВПР', subject: 'МА', paperGrade: 5, year: 2021 } as const;
const HEAD = '№;Проверяемые умения;Уровень сложности;Код КЭС;Название КЭС;Код КТ;Макс. балл';
/** The scale of 2021 has 20 points. */
const file = (...rows: string[]) => ({
  name: 'Описание ВПР 2021, 5 класс, математика.csv',
  bytes: new TextEncoder().encode([HEAD, ...rows].join('\n')),
});
const GOOD = file(
  '1;Считать;Б;1.1;Натуральные числа;1;10',
  '2.1;Чертить;П;2.1; Фигуры;2;4',
  '2.2;Мерить;П;2.1, 1.1;;2;6',
);
const codesOf = async (given: ReturnType<typeof file>) =>
  (await previewWorks(analyst, given, {})).issues.map(({ code }) => code);

describe('the description of a work', () => {
  test('tells overlaps, wrong sums and codes without a name before anything is written', async () => {
    expect(await codesOf(GOOD)).toEqual(['topic-unnamed']);
    expect(await codesOf(file('1;;Б;1.1;;1;10', '1;;Б;1.1;;1;10'))).toContain('item-twice');
    expect(await codesOf(file('1;;Б;;;;10', '2;;Б;;;;5', '2.1;;Б;;;;5'))).toContain('item-overlaps');
    expect(await codesOf(file('1;;Б;1.1;Числа;1;19'))).toContain('work-sum-differs');
    expect(await codesOf({ ...GOOD, name: 'таблица.csv' })).toContain('work-unnamed');
    expect(await workEntry(db, region.id, OF)).toBeNull();
    await expect(enterWorks(analyst, file('1;;Б;;;;10', '1;;Б;;;;10'), {})).rejects.toMatchObject({
      code: 'importHasErrors',
    });
  });

  test('is entered, the same file changes nothing, a correction is a new version, and undoing gives the old one back', async () => {
    const first = await enterWorks(analyst, GOOD, {});
    expect(first).toMatchObject({ entered: 1, same: 0 });
    expect(await enterWorks(analyst, GOOD, {})).toEqual({ importId: null, entered: 0, same: 1 });
    expect((await workEntry(db, region.id, OF))?.content.topics).toEqual({
      'КЭС 1.1': 'Натуральные числа',
      'КЭС 2.1': 'Фигуры',
    });
    const second = await enterWorks(analyst, file('1;Считать;Б;1.1;Числа;1;20'), {});
    expect(await workEntry(db, region.id, OF)).toMatchObject({ version: 2 });
    await expect(undoWorks(analyst, first.importId!)).rejects.toThrow(/поверх неё/);
    expect(await undoWorks(analyst, second.importId!)).toBe(1);
    expect(await workEntry(db, region.id, OF)).toMatchObject({ version: 1 });
    const third = await enterWorks(analyst, file('1;Считать;Б;1.1;Дроби;1;20'), {});
    expect(await workEntry(db, region.id, OF)).toMatchObject({ version: 3 });
    await undoWorks(analyst, third.importId!);
    expect((await referenceHistory(db, 'work', region.id, OF)).map(({ version, undone }) => [version, undone])).toEqual(
      [
        [3, true],
        [2, true],
        [1, false],
      ],
    );
    expect((await worksImports(db, region.id)).map(({ mayUndo }) => mayUndo)).toEqual([false, false, true]);
  });

  test('written as a table it reads back as it was', async () => {
    const entry = (await workEntry(db, region.id, OF))!;
    const { name, sheet } = workSheet({ of: OF, content: entry.content });
    const { arrivals } = await previewWorks(analyst, { name: `${name}.csv`, bytes: tableToCsv(sheet) }, {});
    expect(arrivals).toMatchObject([{ title: 'ВПР 5 математика 2021', change: 'same' }]);
  });

  test('is for those who keep results', async () => {
    const school = await newOrganisation(db, { parent: region });
    const head = await ctxAs(services, 'school-head', school);
    await expect(previewWorks(head, GOOD, {})).rejects.toMatchObject({ code: 'notAllowed' });
  });
});
