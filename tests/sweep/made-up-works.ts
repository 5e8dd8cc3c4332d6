/** The made-up region as integrity checks read it, without files: for sweeps over many regions. */
import { demoOrganisations } from '#demo/organisations.ts';
import { seededRandom } from '#demo/random.ts';
import { answerRows, keysOf } from '#demo/results/answer-files.ts';
import { papersOf, procedureOf } from '#demo/results/index.ts';
import { expectedBelow, type Paper } from '#demo/results/paper.ts';
import { gather, type GatheredSchool, maximumOf } from '#demo/results/gather.ts';
import { honestMean, plantedShift, type World, world } from '#demo/results/world.ts';
import { isCore, WORKS } from '#demo/results/works.ts';
import { procedureId, procedureTitle } from '#modules/assessments/index.ts';
import type { IdentificationData } from '#modules/identification/index.ts';
import type { IntegrityAnswers, IntegrityWork, SchoolWork } from '#modules/integrity/contract.ts';
import { spearman } from '#stats/integrity/markers.ts';
import type { TrueSchool } from './identification.ts';
import { joined, underSuccessors } from './joined.ts';

export type MadeUp = {
  region: World;
  papers: Paper[];
  works: IntegrityWork[];
  answers: IntegrityAnswers[];
  data: IdentificationData;
  truly: TrueSchool[];
};

export function madeUpRegion(schools: number, years: readonly number[], seed: number): MadeUp {
  const region = world(demoOrganisations(seededRandom(seed), schools), [...years], seed);
  const papers = papersOf(region, WORKS.filter(isCore), years);
  const gathered = papers.map((paper) => ({ paper, schools: gather(region, paper) }));
  const successors = new Map(
    region.schools.flatMap(({ login, truth }) => (truth?.kind === 'merged' ? [[login, truth.into] as const] : [])),
  );
  return {
    region,
    papers,
    works: gathered.map(({ paper, schools: own }) => workOf(paper, own, successors)),
    answers: [answersOf(region, years.at(-1) ?? 0)],
    data: identificationData(region, gathered),
    truly: region.schools
      .filter(({ known, truth }) => known && truth?.kind !== 'merged')
      .map(({ login, cohort, truth, ...rest }) => ({
        key: login.slice(3),
        cohort,
        kind: truth?.kind ?? null,
        expected: new Map(
          papers.map((paper) => {
            const school = { login, cohort, truth, ...rest };
            const mean =
              honestMean(region, school, paper.work, paper.year) + plantedShift(school, paper.work, paper.year);
            return [procedureId(procedureOf(paper)), expectedBelow(paper, mean)];
          }),
        ),
      })),
  };
}

type Gathered = { paper: Paper; schools: Map<string, GatheredSchool> };

function workOf(paper: Paper, gathered: Gathered['schools'], successors: ReadonlyMap<string, string>): IntegrityWork {
  const { work, year } = paper;
  const schools = new Map<string, SchoolWork>();
  const present = [...gathered].filter(([, { school, n }]) => school.known && n > 0);
  for (const [login, own] of underSuccessors(present, successors)) {
    const counts = joined(own);
    const of = (values: (one: GatheredSchool) => number[]) => Float64Array.from(own.flatMap(values));
    schools.set(login, {
      ...counts,
      rankCorrelation: counts.journal
        ? {
            r: spearman(
              of(({ totals }) => totals),
              of(({ journals }) => journals),
            ),
            n: counts.n,
          }
        : null,
    });
  }
  const procedure = procedureOf(paper);
  return {
    procedureId: procedureId(procedure),
    title: procedureTitle(procedure),
    assessment: work.kind,
    subject: work.subject,
    year,
    paperGrade: work.grade,
    maximum: maximumOf(paper),
    cuts: work.scale.slice(0, 3).map((upper) => upper + 1),
    items: work.items,
    schools,
  };
}

function identificationData(region: World, gathered: readonly Gathered[]): IdentificationData {
  return {
    procedures: gathered.map(({ paper }) => procedureOf(paper)),
    results: gathered.flatMap(({ paper, schools }) =>
      [...schools].flatMap(([login, { school, totals: _totals, journals: _journals, ...own }]) =>
        school.known && own.n > 0
          ? [
              {
                ...own,
                procedureId: procedureId(procedureOf(paper)),
                school: login.slice(3),
                maximum: maximumOf(paper),
              },
            ]
          : [],
      ),
    ),
    schools: region.schools
      .filter(({ known }) => known)
      .map(({ login, name, municipality, type, settlement, truth }) => ({
        key: login.slice(3),
        id: login,
        name,
        municipality: municipality.name,
        type,
        settlement,
        cluster: null,
        successor: truth?.kind === 'merged' ? truth.into.slice(3) : null,
        socialIndex: null,
        variables: {},
      })),
  };
}

function answersOf(region: World, year: number): IntegrityAnswers {
  const { right } = keysOf(region.seed, year);
  const chosen: number[] = [];
  const classes: string[] = [];
  for (const { school, klass, options } of answerRows(region, year)) {
    chosen.push(...options.map((option) => option ?? 255));
    classes.push(`${school.login}/${klass}`);
  }
  return {
    title: `ДКР 8 математика ${year}`,
    chosen: Uint8Array.from(chosen),
    pupils: classes.length,
    key: Uint8Array.from(right),
    classes,
  };
}
