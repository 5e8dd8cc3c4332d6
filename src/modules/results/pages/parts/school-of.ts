import { AppError } from '#kernel/errors.ts';
import { schoolYearName, schoolYearOf } from '#kernel/school-year.ts';
import { organisationById } from '#modules/organisations/index.ts';
import type { Ctx } from '#platform/context.ts';
import { idIn } from './address.ts';

/** The school that the address names, if it is seen. */
export async function schoolOf({ scope, db }: Ctx, params: Record<string, string | undefined>) {
  const school = await organisationById(scope, db, idIn(params, 'organisationId'));
  if (!school || school.kind !== 'school')
    throw new AppError('notFound', { text: 'Такой школы нет, или она вам не видна.' });
  return school;
}

const FIRST_YEAR = 2015;

/** The year in which the school year ends: the one in the address, or the current one. */
export function toldYear({ clock }: Ctx, url: URL): { year: number; options: { value: string; label: string }[] } {
  const now = schoolYearOf(clock.today()) + 1;
  const asked = Number(url.searchParams.get('year'));
  const year = Number.isInteger(asked) && asked >= FIRST_YEAR && asked <= now + 1 ? asked : now;
  const years = [...new Set([year, ...Array.from({ length: 6 }, (_, k) => now + 1 - k)])].sort((a, b) => b - a);
  return { year, options: years.map((one) => ({ value: String(one), label: schoolYearName(one - 1) })) };
}

export function yearWords(year: number): string {
  return `${schoolYearName(year - 1)} учебный год`;
}
