/** From a file to a printed answer, each as a whole process: what an analyst waits for at the command line. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { REFERENCE_DATA } from '#tests/support/reference.ts';
import type { Measurement } from '../index.ts';
import { median } from '../timing.ts';

const PAIRS = 5;
const PRINT = 'cat(jsonlite::toJSON';
const at = (name: string) => join(REFERENCE_DATA, name);
const reading = (name: string) => `d <- read.csv("${at(name)}");`;

const MODELS = [
  {
    title: 'value added, Exam',
    ours: ['value-added', '--data', at('mlmrev_exam.csv'), '--outcome', 'normexam', '--fixed', 'standLRT'],
    group: ['--group', 'school'],
    r: `library(lme4); ${reading('mlmrev_exam.csv')} m <- lmer(normexam ~ standLRT + (1 | school), d);
        r <- ranef(m, condVar = TRUE)$school; ${PRINT}(list(fixed = fixef(m), effects = r[, 1], sd = sqrt(attr(r, "postVar")[1, 1, ])), digits = NA))`,
  },
  {
    title: 'value added, Chem97',
    ours: ['value-added', '--data', at('mlmrev_chem97.csv'), '--outcome', 'score', '--fixed', 'gcsecnt'],
    group: ['--group', 'school'],
    r: `library(lme4); ${reading('mlmrev_chem97.csv')} m <- lmer(score ~ gcsecnt + (1 | school), d);
        r <- ranef(m, condVar = TRUE)$school; ${PRINT}(list(fixed = fixef(m), effects = r[, 1], sd = sqrt(attr(r, "postVar")[1, 1, ])), digits = NA))`,
  },
  {
    title: 'growth percentiles, Exam (4059 pupils)',
    ours: [
      'growth',
      '--data',
      at('mlmrev_exam.csv'),
      '--outcome',
      'normexam',
      '--prior',
      'standLRT',
      '--id',
      'student',
    ],
    group: ['--school', 'school'],
    r: `library(quantreg); ${reading('mlmrev_exam.csv')} x <- d$standLRT; k <- round(quantile(x, c(.2, .4, .6, .8)), 3);
        b <- range(x); b <- round(c(b[1] - .1 * diff(b), b[2] + .1 * diff(b)), 3); X <- cbind(1, splines::bs(x, knots = k, Boundary.knots = b));
        p <- sapply((1:100 - .5) / 100, function(t) X %*% rq.fit.fnb(X, d$normexam, tau = t)$coefficients);
        s <- rowSums(round(t(apply(p, 1, sort)), 5) < d$normexam); ${PRINT}(list(sgp = pmin(99, pmax(1, s)), school = tapply(s, d$school, median))))`,
  },
  {
    title: 'Rasch with persons and fit, LSAT 7',
    ours: ['rasch', '--data', at('psych_lsat7.csv'), '--all-items'],
    group: [],
    r: `library(eRm); ${reading('psych_lsat7.csv')} m <- RM(d); p <- person.parameter(m); f <- itemfit(p);
        ${PRINT}(list(beta = m$betapar, se = m$se.beta, infit = f$i.infitMSQ), digits = NA))`,
  },
];

export async function processes(): Promise<Measurement[]> {
  const { VERBS } = await import('../../src/cli.ts');
  if (!('stats value-added' in VERBS)) {
    process.stderr.write('SKIPPED: opora stats is not there, so whole processes are not compared.\n');
    return [];
  }
  return MODELS.map(({ title, ours, group, r }) => {
    const own: number[] = [];
    const theirs: number[] = [];
    for (let pair = 0; pair < PAIRS; pair += 1) {
      own.push(milliseconds('bin/opora', ['stats', ...ours, ...group, '--json']));
      theirs.push(milliseconds('Rscript', ['--vanilla', '-e', `suppressPackageStartupMessages({${r}})`]));
    }
    return {
      name: `file to answer, ${title}`,
      unit: 'ms' as const,
      ours: median(own),
      other: { name: 'Rscript', value: median(theirs) },
      ratio: median(theirs.map((one, pair) => one / (own[pair] as number))),
      target: '≥ 1 ×',
      note: `R ÷ ours, median of ${PAIRS} pairs of whole processes`,
    };
  });
}

function milliseconds(command: string, args: readonly string[]): number {
  const start = performance.now();
  execFileSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'], maxBuffer: 1 << 28 });
  return performance.now() - start;
}
