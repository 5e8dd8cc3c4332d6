import { AppError } from '#kernel/errors.ts';
import { ASSESSMENT_KINDS, type SubjectCode, SUBJECTS } from '#modules/assessments/index.ts';
import type { Ctx } from '#platform/context.ts';
import { oneOf } from '#web/list-address.ts';
import type { WorkKey } from '../../domain/works.ts';
import { mayKeepResults } from '../../policy.ts';
import { type Region, regionsSeen } from '../../queries/regions.ts';

export function idIn(params: Record<string, string | undefined>, name: string): number {
  const id = Number(params[name]);
  if (!Number.isSafeInteger(id) || id < 1) throw new AppError('notFound');
  return id;
}

/** The region whose results the page shows: the one in the address, or the first that is seen. */
export async function regionAt({ scope, db, actor }: Ctx, url: URL): Promise<{ region: Region; keeps: boolean }> {
  const regions = await regionsSeen(scope, db);
  const region = regions.find(({ id }) => String(id) === url.searchParams.get('region')) ?? regions[0];
  if (!region) throw new AppError('notFound', { text: 'Региона, результаты которого вам видны, нет.' });
  return { region, keeps: mayKeepResults(actor, region) };
}

const CODES = Object.keys(SUBJECTS) as SubjectCode[];

/** The work that the address names. */
export function workIn(url: URL): WorkKey | null {
  const [kind, subject] = [oneOf(url, 'kind', ASSESSMENT_KINDS), oneOf(url, 'subject', CODES)];
  const paperGrade = Number(url.searchParams.get('grade'));
  const year = Number(url.searchParams.get('year'));
  return kind && subject && paperGrade > 0 && year > 0 ? { kind, subject, paperGrade, year } : null;
}
