/** The made-up region as integrity checks read it, without files: for sweeps over many regions. */
import { demoOrganisations } from '#demo/organisations.ts';
import { seededRandom } from '#demo/random.ts';
import { answerRows, keysOf } from '#demo/results/answer-files.ts';
import { papersOf, procedureOf } from '#demo/results/index.ts';
import type { Paper } from '#demo/results/paper.ts';
import { gather, maximumOf } from '#demo/results/gather.ts';
import { type World, world } from '#demo/results/world.ts';
import { isCore, WORKS } from '#demo/results/works.ts';
import { procedureId, procedureTitle } from '#modules/assessments/index.ts';
import type { IntegrityAnswers, IntegrityWork, SchoolWork } from '#modules/integrity/contract.ts';
import { spearman } from '#stats/integrity/markers.ts';

export type MadeUp = { region: World; papers: Paper[]; works: IntegrityWork[]; answers: IntegrityAnswers[] };

export function madeUpRegion(schools: number, years: readonly number[], seed: number): MadeUp {
  const region = world(demoOrganisations(seededRandom(seed), schools), [...years], seed);
  const papers = papersOf(region, WORKS.filter(isCore), years);
  const last = years.at(-1) ?? 0;
  return { region, papers, works: papers.map((paper) => workOf(region, paper)), answers: [answersOf(region, last)] };
}

function workOf(region: World, paper: Paper): IntegrityWork {
  const { work, year } = paper;
  const schools = new Map<string, SchoolWork>();
  for (const [login, { school, totals, journals, ...own }] of gather(region, paper)) {
    if (!school.known || own.n === 0) continue;
    const r = own.journal ? spearman(Float64Array.from(totals), Float64Array.from(journals)) : Number.NaN;
    schools.set(login, { ...own, rankCorrelation: own.journal ? { r, n: own.n } : null });
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
