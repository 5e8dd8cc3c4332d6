import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readXlsx } from 'hucre/xlsx';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { seededRandom } from '#demo/random.ts';
import { demoOrganisations } from '#demo/organisations.ts';
import { generateResults, type ResultsOptions, type TruthFile } from '#demo/results/index.ts';

const OPTIONS: ResultsOptions = { schools: 60, years: 3, from: 2020, seed: 7, works: 'core' };

let folder: string;
let truth: TruthFile;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'opora-results-'));
  truth = await generateResults(folder, OPTIONS);
});
afterAll(async () => rm(folder, { recursive: true, force: true }));

async function sheets(path: string) {
  const workbook = await readXlsx(await readFile(join(folder, path)));
  return workbook.sheets.map(({ name, rows }) => ({ name, rows }));
}

describe('made-up result files', () => {
  test('the same options give the same bytes', async () => {
    const small: ResultsOptions = { ...OPTIONS, schools: 12, years: 1, from: 2021 };
    const hashes = await Promise.all(
      ['a', 'b'].map(async (name) => {
        const own = join(folder, name);
        const { files } = await generateResults(own, small);
        const hash = createHash('sha256');
        for (const file of [...files, 'truth.json']) hash.update(await readFile(join(own, file)));
        return hash.digest('hex');
      }),
    );
    expect(hashes[0]).toBe(hashes[1]);
  });

  test('each year has the columns of its form, word for word', async () => {
    const [first] = await sheets('ВПР 2020/5/Математика.xlsx');
    expect(first?.name).toBe('Sheet1');
    expect(first?.rows[0]?.slice(0, 11)).toEqual([
      'groups',
      'user',
      'id',
      'code',
      'otc',
      'gender',
      'klass',
      'var-1',
      'var-2',
      'sum',
      'a-1-grade',
    ]);
    expect(first?.rows[0]).toContain('Учебник');
    const [second] = await sheets('ВПР 2021/5/Проведение работы по математике, 5 класс. ВПР 2021.xlsx');
    expect(second?.name).toBe('Sheet');
    expect(second?.rows[0]?.slice(0, 10)).toEqual([
      'логин школы',
      'регион',
      'номер обучающегося',
      'код обучающегося',
      'отметка за предыдущую четверть/триместр',
      'пол',
      'класс',
      'вариант',
      'всего баллов',
      'балл за 1',
    ]);
    const third = await sheets('ВПР 2022/5/Математика.xlsx');
    expect(third.map(({ name }) => name)).toEqual(['Классы', 'Протокол']);
    expect(third[1]?.rows[0]).toEqual(expect.arrayContaining(['Пользователь', '1 (1б)', '6 (2б)', 'Итого баллов']));
  });

  test('the region shows the shares of «2», absence and agreement with the journal that are asked for', () => {
    for (const { id, rows, absent, below, wanted, lower, same, higher } of truth.procedures) {
      if (!id.startsWith('vpr')) continue;
      const written = rows - absent;
      expect(Math.abs(below / written - wanted), id).toBeLessThan(0.035);
      expect(absent / rows, id).toBeGreaterThan(0.06);
      expect(absent / rows, id).toBeLessThan(0.21);
      if (id.startsWith('vpr-5-ma')) {
        expect(lower / written).toBeCloseTo(0.35, 1);
        expect(same / written).toBeCloseTo(0.58, 1);
        expect(higher / written).toBeCloseTo(0.07, 1);
      }
    }
  });

  test('sizes of cohorts follow a real region', () => {
    const sizes = truth.schools
      .filter(({ known }) => known)
      .map(({ cohort }) => cohort)
      .sort((a, b) => a - b);
    const at = (share: number) => sizes[Math.floor(share * sizes.length)] as number;
    expect(at(0.1)).toBeCloseTo(10, -1);
    expect(at(0.5)).toBeCloseTo(28, -1);
    expect(at(0.9)).toBeGreaterThan(90);
  });

  test('logins are those of the demo region of the same seed, but for the unknown ones', () => {
    const logins = demoOrganisations(seededRandom(OPTIONS.seed), OPTIONS.schools).map((one) => one.fis_oko_login);
    for (const { login, known } of truth.schools) expect(logins.includes(login)).toBe(known);
    expect(truth.schools.some(({ known }) => !known)).toBe(true);
  });

  test('a school whose pupils are lifted over borders has none just below them', async () => {
    const own = truth.schools.filter((school) => school.truth?.kind === 'inflated-borders');
    const [sheet] = await sheets('ВПР 2021/5/Проведение работы по математике, 5 класс. ВПР 2021.xlsx');
    const totals = (logins: readonly string[]) =>
      (sheet?.rows ?? [])
        .filter((row) => logins.includes(String(row[0])) && row[8] !== null)
        .map((row) => Number(row[8]));
    const justBelow = (scores: number[]) =>
      scores.filter((score) => [5, 6, 9, 10].includes(score)).length / scores.length;
    const others = truth.schools.filter((school) => school.truth === null).map(({ login }) => login);
    expect(justBelow(totals(own.map(({ login }) => login)))).toBeLessThan(justBelow(totals(others)) / 2);
  });

  test('a merged school stands under its successor from the year of the merger on', async () => {
    const merged = truth.schools.find((school) => school.truth?.kind === 'merged');
    const logins = async (path: string, column: number, sheet: number) =>
      new Set((await sheets(path))[sheet]?.rows.map((row) => String(row[column]).replace('edu', 'sch')));
    expect(await logins('ВПР 2020/4/Русский язык.xlsx', 1, 0)).toContain(merged?.login);
    expect(await logins('ВПР 2022/4/Русский язык.xlsx', 0, 1)).not.toContain(merged?.login);
  });

  test('the register names most pupils by the same code a year later, and only where a school keeps it', async () => {
    const rowsOf = async (year: number) =>
      (await readFile(join(folder, `ДКР ${year}/results.csv`), 'utf8'))
        .trimEnd()
        .split('\r\n')
        .slice(1)
        .map((line) => line.split(','))
        .map((cells) => ({ work: String(cells[3]), code: String(cells[4]), login: String(cells[9]) }));
    const before = (await rowsOf(2020)).filter(({ work }) => work === 'dkr-7-ma-2020');
    const now = (await rowsOf(2021)).filter(({ work }) => work === 'dkr-8-ma-2021');
    const known = new Set(before.map(({ code }) => code));
    const share = now.filter(({ code }) => known.has(code)).length / now.length;
    expect(share).toBeGreaterThan(0.85);
    expect(share).toBeLessThan(0.99);
    expect(new Set(now.map(({ code }) => code)).size).toBe(now.length);
    const schools = new Set(now.map(({ login }) => login)).size / truth.schools.filter(({ known: own }) => own).length;
    expect(schools).toBeGreaterThan(0.4);
    expect(schools).toBeLessThan(0.8);
  });
});
