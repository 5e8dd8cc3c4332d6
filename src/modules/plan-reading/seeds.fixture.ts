/** For tests: the four real documents, found by OPORA_SEEDS (default ../shared/seeds). */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect } from 'vitest';
import { readDocument } from '#documents/read.ts';
import type { Measure, PlanReading } from './contract.ts';
import { readPlan } from './read-plan.ts';

export const SEEDS = process.env['OPORA_SEEDS'] ?? resolve(import.meta.dirname, '../../../../shared/seeds');
export const present = existsSync(join(SEEDS, 'kirov-2021.txt'));
if (!present)
  process.stderr.write(
    `\nSKIPPED: the four real documents are not in ${SEEDS}; set OPORA_SEEDS to test against them.\n`,
  );

export async function reading(file: string): Promise<PlanReading> {
  return readPlan(await readDocument(readFileSync(join(SEEDS, file)), { fileName: file }));
}

export const deadlines = ({ measures }: PlanReading) => measures.map(({ deadline }) => deadline);
/** «КОПО*»: the body, a star when a person is named. Names of persons are not typed here; each must stand in the text of its party. */
export const partiesOf = (measure: Measure | undefined) =>
  measure?.responsible.map(({ organisation, person }) => `${organisation ?? ''}${person === null ? '' : '*'}`);

export function expectPersonsFromTheText({ measures }: PlanReading): void {
  const parties = measures.flatMap(({ responsible }) => responsible);
  for (const { person, text } of parties) {
    if (person === null) expect(text).not.toMatch(/[А-ЯЁ]\.\s?[А-ЯЁ]\./);
    else expect(person.split(' ').every((part) => text.includes(part))).toBe(true);
  }
}
