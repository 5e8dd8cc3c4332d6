/**
 * Writes result files of the demo region as a region keeps them in folders, and `truth.json` with what is planted.
 * Deterministic: the same options give the same bytes.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Procedure, procedureId } from '#modules/assessments/index.ts';
import { type DemoOrganisation, demoOrganisations } from '../organisations.ts';
import { seededRandom } from '../random.ts';
import { answerSheets, answersPath, keysOf, type WrongKey } from './answer-files.ts';
import { olympiadSheets, passportSheets, questionnaireSheets } from './context-files.ts';
import { writeCsv1251 } from './csv-writer.ts';
import { giaPath, giaSheets } from './gia-files.ts';
import { effectForShare, expectedBelow, type Paper, paperOf } from './paper.ts';
import { writeWorkbook } from './sheet-writer.ts';
import { descriptionPath, descriptionSheets, weakTopicInWords } from './topics.ts';
import type { Truth } from './truth.ts';
import { generationOf, isAutumn, type Tally, vprPath, vprSheets } from './vpr-files.ts';
import { honestMean, plantedShift, type World, world, type WorldSchool } from './world.ts';
import { REGISTER_HEADER, registerLines, registerPath } from './register-files.ts';
import { DIAGNOSTICS, isCore, type Work, WORKS } from './works.ts';

export type ResultsOptions = {
  schools: number;
  years: number;
  /** The first year; 2020, 2021 and from 2022 on differ in form. */
  from: number;
  seed: number;
  /** «core»: Russian and mathematics, ОГЭ, ЕГЭ; «all»: every work. */
  works: 'core' | 'all';
  /** Of the register, where it is not the demo region of the same seed. */
  organisations?: readonly DemoOrganisation[];
  /** Told after every file. */
  onFile?: (path: string, rows: number) => void;
};

export type TruthFile = {
  schema: 'opora.truth/1';
  options: { schools: number; years: number; from: number; seed: number; works: string };
  schools: TruthSchool[];
  procedures: (Tally & { id: string; file: string; wanted: number; scale: readonly number[] })[];
  wrongKeys: (WrongKey & { year: number; file: string })[];
  files: string[];
};
export type TruthSchool = {
  login: string;
  name: string;
  type: string;
  municipality: string;
  /** In the register of the demo region. */
  known: boolean;
  /** Pupils in its largest cohort, about. */
  cohort: number;
  truth: Truth | null;
  /** By subject, the topic in which a low school is weaker than it is elsewhere. */
  weakTopics: Record<string, string>;
  /** Expected share below the threshold by procedure, as the files show it and without what is planted. */
  expected: Record<string, { shown: number; honest: number }>;
};

export async function generateResults(folder: string, options: ResultsOptions): Promise<TruthFile> {
  const years = Array.from({ length: options.years }, (_, i) => options.from + i);
  const organisations = options.organisations ?? demoOrganisations(seededRandom(options.seed), options.schools);
  const region = world(organisations, years, options.seed);
  const works = WORKS.filter((work) => options.works === 'all' || isCore(work));
  const all = papersOf(region, [...works, ...DIAGNOSTICS], years);
  const [papers, diagnostics] = [
    all.filter(({ work }) => work.kind !== 'ДКР'),
    all.filter(({ work }) => work.kind === 'ДКР'),
  ];
  const files: string[] = [];
  const procedures: TruthFile['procedures'] = [];
  const save = async (path: string, write: (target: string) => Promise<void>, rows = () => 0) => {
    const target = join(folder, path);
    await mkdir(dirname(target), { recursive: true });
    await write(target);
    files.push(path);
    options.onFile?.(path, rows());
  };

  for (const paper of papers) {
    const tally: Tally = { rows: 0, absent: 0, below: 0, lower: 0, same: 0, higher: 0 };
    const vpr = paper.work.kind === 'ВПР';
    const path = vpr ? vprPath(paper) : giaPath(paper);
    const sheets = vpr ? vprSheets(region, paper, tally) : giaSheets(region, paper, tally);
    await save(
      path,
      (target) =>
        path.endsWith('.csv')
          ? writeCsv1251(target, sheets)
          : writeWorkbook(target, sheets, { shared: !(vpr && generationOf(paper.year) === 2022) }),
      () => tally.rows,
    );
    procedures.push({
      id: idOfPaper(paper),
      file: path,
      wanted: paper.work.below(paper.year),
      scale: paper.work.scale,
      ...tally,
    });
  }
  const described = Map.groupBy(papers, ({ work, year }) => descriptionPath(work, year));
  for (const [path, ofGrade] of described)
    await save(path, (target) => writeWorkbook(target, descriptionSheets(ofGrade.map(({ work }) => work))));
  const wrongKeys: TruthFile['wrongKeys'] = [];
  for (const year of years) {
    const lines = [REGISTER_HEADER];
    for (const paper of diagnostics.filter((one) => one.year === year)) {
      const tally: Tally = { rows: 0, absent: 0, below: 0, lower: 0, same: 0, higher: 0 };
      lines.push(...registerLines(region, paper, tally));
      procedures.push({
        id: idOfPaper(paper),
        file: registerPath(year),
        wanted: paper.work.below(year),
        scale: paper.work.scale,
        ...tally,
      });
    }
    await save(
      registerPath(year),
      (target) => writeFile(target, `${lines.join('\r\n')}\r\n`),
      () => lines.length - 1,
    );
    const path = answersPath(year);
    await save(path, (target) => writeWorkbook(target, answerSheets(region, year)));
    wrongKeys.push(...keysOf(options.seed, year).wrong.map((wrong) => ({ ...wrong, year, file: path })));
    await save(`Контекст/Сбор контекстных данных об ОО (${year}).xlsx`, (target) =>
      writeWorkbook(target, questionnaireSheets(region, year)),
    );
    await save(`Олимпиады/Школьный этап ВсОШ ${year}.xlsx`, (target) =>
      writeWorkbook(target, olympiadSheets(region, year)),
    );
  }
  const last = years.at(-1) ?? options.from;
  for (const name of new Set(region.schools.map(({ municipality }) => municipality.name)))
    await save(`Социальные паспорта/Социальный паспорт ${last}. ${name}.xlsx`, (target) =>
      writeWorkbook(target, passportSheets(region, name, last)),
    );

  const truth: TruthFile = {
    schema: 'opora.truth/1',
    options: {
      schools: options.schools,
      years: options.years,
      from: options.from,
      seed: options.seed,
      works: options.works,
    },
    schools: region.schools.map((school) => truthOf(region, school, papers)),
    procedures,
    wrongKeys,
    files,
  };
  await writeFile(join(folder, 'truth.json'), `${JSON.stringify(truth)}\n`);
  return truth;
}

/** Papers with their difficulties; schools just over the border are placed by them. ОГЭ was not held in 2020. */
export function papersOf(region: World, works: readonly Work[], years: readonly number[]): Paper[] {
  const held = years.flatMap((year) =>
    works.filter(({ kind }) => !(kind === 'ОГЭ' && year === 2020)).map((work) => ({ work, year })),
  );
  const judged = held.filter(
    ({ work, year }) => isCore(work) && work.kind === 'ВПР' && work.grade >= 5 && year >= (years.at(-2) ?? 0),
  );
  const provisional = judged.map(({ work, year }) => paperOf(region, work, year));
  for (const school of region.schools)
    if (school.truth?.kind === 'borderline') school.effect = effectForShare(region, school, provisional, 0.33);
  return held.map(({ work, year }) => paperOf(region, work, year));
}

export function procedureOf({ work, year }: Paper): Procedure {
  const autumn = work.kind === 'ВПР' && isAutumn(year);
  return {
    kind: work.kind,
    subject: work.subject,
    year,
    round: autumn ? 'autumn' : 'spring',
    paperGrade: work.grade,
    pupilGrade: autumn ? work.grade + 1 : work.grade,
  };
}

const idOfPaper = (paper: Paper): string => procedureId(procedureOf(paper));

function truthOf(region: World, school: WorldSchool, papers: readonly Paper[]): TruthSchool {
  const { login, name, type, municipality, known, cohort, truth } = school;
  const share = (value: number) => Math.round(value * 10_000) / 10_000;
  const expected: TruthSchool['expected'] = {};
  for (const paper of papers) {
    if (paper.work.grade < school.grades[0] || paper.work.grade > school.grades[1]) continue;
    const mean = honestMean(region, school, paper.work, paper.year);
    expected[idOfPaper(paper)] = {
      shown: share(expectedBelow(paper, mean + plantedShift(school, paper.work, paper.year))),
      honest: share(expectedBelow(paper, mean)),
    };
  }
  const weakTopics = Object.fromEntries(
    papers.flatMap(({ work }) => {
      const words = weakTopicInWords(region, school, work);
      return words === null ? [] : [[`${work.grade} ${work.subject}`, words]];
    }),
  );
  return { login, name, type, municipality: municipality.name, known, cohort, truth, weakTopics, expected };
}
