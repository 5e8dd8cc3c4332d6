/** One made-up region swept: what of the planted is found, what is found that was not planted, by size of school. */
import type { TruthKind } from '#demo/results/truth.ts';
import type { WorldSchool } from '#demo/results/world.ts';
import { checkYear } from '#modules/integrity/check-year.ts';
import type { SignalKind } from '#modules/integrity/contract.ts';
import type { MadeUp } from './made-up-works.ts';

/** Signs by which each planted truth should be known. */
const KNOWN_BY: Partial<Record<TruthKind, readonly SignalKind[]>> = {
  'inflated-borders': ['borders', 'journal-mass'],
  'inflated-vpr': ['cohort-rise', 'cohort-fall', 'state-exam', 'journal-mass'],
  'cohort-jump': ['cohort-fall', 'journal-mass'],
  'hard-items-helped': ['items'],
  'copied-answers': ['answers'],
  'journal-against': ['journal-order', 'journal-mass'],
};

export const SIZES = ['до 10', '10–29', '30–69', '70 и более'] as const;
export const sizeOf = (cohort: number): (typeof SIZES)[number] =>
  cohort < 10 ? 'до 10' : cohort < 30 ? '10–29' : cohort < 70 ? '30–69' : '70 и более';

export type PlantedFinding = {
  school: WorldSchool;
  kind: TruthKind;
  year: number;
  found: boolean;
  q: number;
  signals: SignalKind[];
};
export type Sweep = {
  seed: number;
  planted: PlantedFinding[];
  /** Schools × years with a reason to check. */
  reasons: { school: WorldSchool; year: number; planted: boolean; signals: SignalKind[] }[];
  /** Schools × years tested where nothing is planted. */
  sound: { size: string; tested: number; reasons: number }[];
};

export function sweepIntegrity({ region, works, answers }: MadeUp, years: readonly number[]): Sweep {
  const facts = new Map(region.schools.map(({ login, type }) => [login, { type }]));
  const byLogin = new Map(region.schools.map((school) => [school.login, school]));
  const sweep: Sweep = {
    seed: region.seed,
    planted: [],
    reasons: [],
    sound: SIZES.map((size) => ({ size, tested: 0, reasons: 0 })),
  };
  for (const year of years) {
    const check = checkYear(year, works, facts, year === years.at(-1) ? answers : []);
    for (const { school: login, reason, q, signals } of check.findings) {
      const school = byLogin.get(login);
      if (!school) continue;
      const kind = plantedIn(school, year);
      const kinds = signals.map((signal) => signal.kind);
      if (kind) {
        const found = reason && kinds.some((one) => KNOWN_BY[kind]?.includes(one));
        sweep.planted.push({ school, kind, year, found, q, signals: kinds });
      } else if (!Number.isNaN(q)) {
        const row = sweep.sound.find(({ size }) => size === sizeOf(school.cohort));
        if (row) {
          row.tested += 1;
          if (reason) row.reasons += 1;
        }
      }
      if (reason) sweep.reasons.push({ school, year, planted: kind !== null, signals: kinds });
    }
  }
  return sweep;
}

/** What is planted of integrity in this school and year, if anything. */
function plantedIn({ truth }: WorldSchool, year: number): TruthKind | null {
  if (!truth || !(truth.kind in KNOWN_BY)) return null;
  if ('years' in truth) return truth.years.includes(year) ? truth.kind : null;
  return 'year' in truth && truth.year === year ? truth.kind : null;
}

export const share = (part: number, whole: number): string =>
  whole === 0 ? '—' : `${part} из ${whole} (${Math.round((100 * part) / whole)} %)`;
