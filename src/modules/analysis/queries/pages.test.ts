import { beforeAll, describe, expect, test } from 'vitest';
import type { Ctx } from '#platform/context.ts';
import type { LakeTable } from '#platform/lake-table.ts';
import { ctxAs, newOrganisation, type TestOrganisation, testServices } from '#tests/support/factory.ts';
import { quadrants } from '../domain/quadrant.ts';
import { procedurePage } from './procedure-page.ts';
import { quadrantPage } from './quadrant-page.ts';
import { regionSeen } from './region.ts';
import { schoolPage } from './school-page.ts';

const services = await testServices();
const { db, lake } = services;
let region: TestOrganisation;
let town: TestOrganisation;
let schools: TestOrganisation[];
let analyst: Ctx;
let planner: Ctx;
let head: Ctx;

/** n, below, points in sum, per school: the first is small, the last far above the limits. */
const RESULTS = [
  [4, 1, 40],
  [40, 3, 480],
  [60, 12, 660],
  [80, 60, 400],
] as const;

beforeAll(async () => {
  region = await newOrganisation(db, { kind: 'region' });
  town = await newOrganisation(db, { kind: 'municipality', parent: region, name: 'Город' });
  const village = await newOrganisation(db, { kind: 'municipality', parent: region, name: 'Район' });
  schools = [];
  for (const [k] of RESULTS.entries())
    schools.push(await newOrganisation(db, { parent: k < 2 ? town : village, name: `Школа № ${k + 1}` }));
  for (const year of [2021, 2022]) await insertResults(year);
  // Files with identifiers: of the second year in the other order, so that places change.
  for (const year of [2019, 2020]) await insertResults(year, 'РУ');
  for (const [k, school] of schools.entries())
    await db
      .insertInto('school_contexts')
      .values({
        region_id: region.id,
        school_key: `k${k}`,
        organisation_id: school.id,
        year: 2022,
        source: 'passport',
        facts: JSON.stringify({ pupils: 100, lowIncome: 10 * (k + 1), singleParent: 5 * (k + 1) }),
        recorded_at: new Date('2022-06-01T00:00:00Z'),
      })
      .execute();
  [analyst, planner, head] = await Promise.all([
    ctxAs(services, 'analyst', region),
    ctxAs(services, 'municipal-planner', town),
    ctxAs(services, 'school-head', schools[0]!),
  ]);
});

async function insertResults(year: number, subject: 'МА' | 'РУ' = 'МА'): Promise<void> {
  const linkable = subject === 'РУ';
  const pupils = RESULTS.flatMap(([n, , sum], k) =>
    Array.from({ length: n }, () => ({ school: `k${k}`, total: sum / n })),
  );
  const table: LakeTable = {
    name: 'results',
    rows: pupils.length,
    columns: [
      { name: 'school', type: 'text', values: pupils.map(({ school }) => school) },
      { name: 'klass', type: 'text', values: pupils.map((_, k) => (k % 2 ? '5а' : '5б')) },
      { name: 'code', type: 'text', values: pupils.map((_, k) => String(5000 + k)) },
      { name: 'person', type: 'text', values: pupils.map((_, k) => (linkable ? `p${k}` : null)) },
      { name: 'absent', type: 'byte', values: pupils.map(() => 0) },
      {
        name: 'total',
        type: 'double',
        values: pupils.map(({ total }) => (linkable && year === 2019 ? 20 - total : total)),
      },
      { name: 'given_mark', type: 'double', values: pupils.map(() => Number.NaN) },
    ],
  };
  const { sha256 } = await lake.write(table, ['school']);
  const file = `${linkable ? 'a' : ''}${year}`.padStart(64, '0');
  await db
    .insertInto('files')
    .values({ sha256: file, size: 1, content_type: 'text/csv', created_at: new Date(0) })
    .execute();
  const { id: importId } = await db
    .insertInto('result_imports')
    .values({ organisation_id: region.id, state: 'applied' })
    .returning('id')
    .executeTakeFirstOrThrow();
  const procedure = {
    procedure_id: `vpr-5-${linkable ? 'ru' : 'ma'}-${year}`,
    assessment: 'ВПР',
    subject,
    year,
    round: 'spring',
    paper_grade: 5,
    pupil_grade: 5,
  };
  const n = RESULTS.reduce((sum, [one]) => sum + one, 0);
  const common = { organisation_id: region.id, ...procedure, schools: RESULTS.length, pupils: n, absent: 0 };
  const { id: partId } = await db
    .insertInto('result_parts')
    .values({
      ...common,
      file_sha256: file,
      file_name: 'файл.csv',
      lake_sha256: sha256,
      format: 'vpr-2021',
      items: JSON.stringify([
        { name: '1', maximum: 1 },
        { name: '2', maximum: 19 },
      ]),
      maximum: 20,
      linkable,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  for (const [k, [pupilsThere, below, sum]] of RESULTS.entries())
    await db
      .insertInto('school_results')
      .values({
        part_id: partId,
        school_key: `k${k}`,
        organisation_id: schools[k]!.id,
        n: pupilsThere,
        absent: 0,
        below,
        marks: [below, pupilsThere - below, 0, 0],
        sum,
        sum_of_squares: (sum * sum) / pupilsThere,
        maximum: 20,
        histogram: Array.from({ length: 21 }, (_, points) =>
          points === Math.round(sum / pupilsThere) ? pupilsThere : 0,
        ),
        item_sums: [pupilsThere / 2, sum - pupilsThere / 2],
        item_counts: [pupilsThere, pupilsThere],
      })
      .execute();
  const { id: setId } = await db
    .insertInto('result_sets')
    .values({ ...common, version: 1, state: 'current', import_id: importId, below: 76, created_at: new Date(0) })
    .returning('id')
    .executeTakeFirstOrThrow();
  await db.insertInto('result_set_parts').values({ set_id: setId, part_id: partId }).execute();
}

const pageFor = async (ctx: Ctx, municipality: string | null = null) =>
  procedurePage(ctx, await regionSeen(ctx.scope, db), { procedureId: 'vpr-5-ma-2022', municipality });
const blockOf = <T extends { id: string }>(blocks: readonly T[], id: string) => blocks.find((block) => block.id === id);

describe('the page of a procedure', () => {
  test('names every school to the region and hides its small numbers', async () => {
    const { blocks } = await pageFor(analyst);
    const funnel = blockOf(blocks, 'funnel')!;
    expect(funnel.table.rows.map((row) => row.slice(0, 4))).toEqual([
      ['Школа № 1', 'Город', 'меньше 5', 'скрыто'],
      ['Школа № 2', 'Город', 40, 'от 1 до 4'],
      ['Школа № 3', 'Район', 60, 12],
      ['Школа № 4', 'Район', 80, 60],
    ]);
    expect(funnel.svg).not.toContain('Школа № 1:');
  });

  test('shows municipalities by the alphabet with intervals', async () => {
    const rows = blockOf((await pageFor(analyst)).blocks, 'municipalities')!.table.rows;
    expect(rows.map(([name]) => name)).toEqual(['Город', 'Район']);
    expect(rows[1]).toEqual(['Район', 2, 140, 72, 51.4, '43,2–59,6']);
  });

  test('gives a municipality its own schools only, beside the region', async () => {
    const { blocks } = await pageFor(planner);
    expect(JSON.stringify(blocks)).not.toMatch(/Школа № [34]|Район/);
    expect(blockOf(blocks, 'items')!.table.columns.map(({ header }) => header)).toContain('В регионе, %');
    expect(JSON.stringify(blockOf((await pageFor(analyst, 'Район')).blocks, 'funnel')!.table)).not.toContain(
      'Школа № 1',
    );
  });

  test('gives a school its own small numbers', async () => {
    const { blocks } = await pageFor(head);
    expect(blockOf(blocks, 'funnel')!.table.rows).toHaveLength(1);
    expect(blockOf(blocks, 'funnel')!.table.rows[0]!.slice(2, 5)).toEqual([4, 1, 25]);
  });

  test('is not there for a procedure without results', async () => {
    const place = await regionSeen(analyst.scope, db);
    await expect(procedurePage(analyst, place, { procedureId: 'vpr-9-ma-2022', municipality: null })).rejects.toThrow();
  });
});

describe('the page of a school', () => {
  const of = (ctx: Ctx, k: number, series: string | null = 'vpr-5-ma') =>
    schoolPage({ ...ctx, lake }, schools[k]!, series);

  test('follows the same pupils where files name them, and hides a few of them outside the school', async () => {
    const block = blockOf((await of(analyst, 2, 'vpr-5-ru')).blocks, 'same-pupils')!;
    expect(block.table.rows.map((row) => row.slice(0, 4))).toEqual([
      ['ВПР 5 русский язык 2019', 'ВПР 5 русский язык 2020', 'школа', 60],
      ['ВПР 5 русский язык 2019', 'ВПР 5 русский язык 2020', 'класс 5а', 30],
      ['ВПР 5 русский язык 2019', 'ВПР 5 русский язык 2020', 'класс 5б', 30],
    ]);
    // Below it stood 40 of the 183 others before, and stand 84 now.
    expect(block.table.rows[0]!.slice(4, 7)).toEqual([21.9, 45.9, 24]);
    expect(block.conclusion).toContain('больше, чем бывает случайно');
    const few = blockOf((await of(analyst, 0, 'vpr-5-ru')).blocks, 'same-pupils')!;
    expect(few.table.rows[0]!.slice(2, 5)).toEqual(['школа', 'скрыто', null]);
    expect(few.conclusion).toContain('числа скрыты');
    const own = blockOf((await of(head, 0, 'vpr-5-ru')).blocks, 'same-pupils')!;
    expect(own.table.rows[0]![3]).toBe(4);
    expect(blockOf((await of(analyst, 2)).blocks, 'same-pupils')).toBeUndefined();
  });

  test('lays the years side by side, with the region', async () => {
    const { blocks } = await of(analyst, 2);
    expect(blockOf(blocks, 'years')!.table.rows.map((row) => [row[0], row[1], row[3], row[5]])).toEqual([
      ['2021', 60, 20, 41.3],
      ['2022', 60, 20, 41.3],
    ]);
    expect(blockOf(blocks, 'years')!.conclusion).toContain('могло получиться случайно');
  });

  test('shows classes and says plainly that codes cannot be linked', async () => {
    const classes = blockOf((await of(analyst, 2)).blocks, 'classes')!;
    expect(classes.table.rows).toHaveLength(4);
    expect(classes.conclusion).toContain('связать одного ученика между работами по ним нельзя');
  });

  test('shows codes of pupils to the school itself only', async () => {
    expect(blockOf((await of(analyst, 0)).blocks, 'pupils')).toBeUndefined();
    expect(blockOf((await of(head, 0)).blocks, 'pupils')!.table.rows).toHaveLength(4);
    expect(JSON.stringify((await of(analyst, 0)).blocks)).not.toContain('"25');
    const curator = await ctxAs(services, 'curator', schools[0]!);
    expect(blockOf((await of(curator, 0)).blocks, 'pupils')).toBeUndefined();
  });
});

test('a few pupils stay few in quadrants, however many works they wrote', () => {
  const index = { byOrganisation: new Map([1, 2, 3].map((id) => [id, id])), variables: [], incomplete: 0 };
  const sums = [1, 2, 3].flatMap((organisationId) =>
    [1, 2].map((setId) => ({ organisationId, setId, n: organisationId === 1 ? 3 : 20, sum: 30, maximum: 20 })),
  );
  expect(quadrants(index, sums)!.schools.map(({ n, pupils }) => [n, pupils])).toEqual([
    [6, 3],
    [40, 20],
    [40, 20],
  ]);
});

test('quadrants stand on the whole region and show the schools of the scope', async () => {
  const all = await quadrantPage(analyst, await regionSeen(analyst.scope, db), 2022);
  expect(all.block!.table.rows.map((row) => [row[0], row[2]])).toEqual([
    ['Школа № 2', 33],
    ['Школа № 3', 67],
    ['Школа № 4', 100],
  ]);
  const own = await quadrantPage(planner, await regionSeen(planner.scope, db), undefined);
  expect(own.block!.table.rows.map((row) => [row[0], row[2]])).toEqual([['Школа № 2', 33]]);
});
