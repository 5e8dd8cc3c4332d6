/** Federal and other lists from a file, laid beside our own. What is not recognised stays in the list under its own name. */
import { sql } from 'kysely';
import { readSheets } from '#documents/read-sheets.ts';
import { AppError } from '#kernel/errors.ts';
import type { Issue } from '#kernel/issue.ts';
import { organisationsMatchingAll } from '#modules/organisations/index.ts';
import { accountOf } from '#modules/people/index.ts';
import { recordAudit } from '#platform/audit.ts';
import type { Ctx } from '#platform/context.ts';
import type { Connection } from '#platform/database.ts';
import { schoolKey } from '../engine/table.ts';
import { type ListFileRow, listFileRows } from '../domain/list-file.ts';
import { insist, mayKeepLists } from '../policy.ts';
import { type PlacedOrganisation, placedRegion } from '../queries/place.ts';
import { recordState } from './locked-list.ts';

export type ListImport = {
  regionId: number;
  origin: 'federal' | 'other';
  title: string;
  year: number;
  /** Where it comes from: «письмо Рособрнадзора от … № …». */
  source: string;
  file: { bytes: Uint8Array; name: string };
};

export type ImportedList = { listId: number | null; schools: number; recognised: number; issues: Issue[] };

/** Names below this certainty are not taken for a school. */
const CERTAIN = 0.8;

export async function importList(ctx: Ctx, input: ListImport): Promise<ImportedList> {
  const region = await placedRegion(ctx.scope, ctx.db, input.regionId);
  insist(mayKeepLists(ctx.actor, region));
  if (input.title.trim() === '' || input.source.trim() === '')
    throw new AppError('invalidInput', {
      text: 'Укажите название списка и откуда он получен.',
      advice: 'Например: «письмо Рособрнадзора от 12.05.2026 № 02-20».',
    });
  if (input.file.bytes.byteLength > ctx.config.uploadLimitBytes) throw new AppError('fileTooLarge');
  const { rows, issues } = listFileRows(await readSheets(input.file.bytes, { fileName: input.file.name }));
  if (rows.length === 0) return { listId: null, schools: 0, recognised: 0, issues };
  const sha256 = await ctx.files.put(input.file.bytes);
  return ctx.db.transaction().execute(async (trx) => {
    const matched = await recognise(ctx, trx, region, rows);
    const taken = new Set<number>();
    const kept = rows.flatMap((row, index) => {
      const organisationId = matched[index] ?? null;
      if (organisationId === null) issues.push(unknown(row));
      else if (taken.has(organisationId)) {
        issues.push(twice(row));
        return [];
      } else taken.add(organisationId);
      return [{ ...row, organisationId }];
    });
    await trx
      .insertInto('files')
      .values({ sha256, size: input.file.bytes.byteLength, content_type: 'application/octet-stream' })
      .onConflict((conflict) => conflict.column('sha256').doNothing())
      .execute();
    const { id } = await trx
      .insertInto('support_lists')
      .values({
        region_id: region.id,
        origin: input.origin,
        title: input.title.trim(),
        year: input.year,
        state: 'approved',
        permitted_uses: ['system-analysis', 'support-programmes'],
        source: input.source.trim(),
        file_sha256: sha256,
        file_name: input.file.name,
        created_by: accountOf(ctx.actor),
        created_at: ctx.clock.now(),
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    await trx
      .insertInto('support_list_schools')
      .values(
        kept.map(({ organisationId, name, municipality, login }) => ({
          list_id: id,
          organisation_id: organisationId,
          name: name.slice(0, 1000),
          municipality,
          login,
          origin: 'file',
        })),
      )
      .execute();
    await recordState(ctx, trx, id, 'approved', input.source.trim());
    await recordAudit(ctx, trx, {
      action: 'support-list.imported',
      objectType: 'support-list',
      objectId: id,
      organisationId: region.id,
      after: { title: input.title, origin: input.origin, schools: kept.length, recognised: taken.size, file: sha256 },
    });
    return { listId: id, schools: kept.length, recognised: taken.size, issues };
  });
}

async function recognise(
  ctx: Ctx,
  trx: Connection,
  region: PlacedOrganisation,
  rows: readonly ListFileRow[],
): Promise<(number | null)[]> {
  const byLogin = await schoolsByLogin(trx, region);
  const places = await organisationsMatchingAll(
    ctx.scope,
    trx,
    distinct(rows.map(({ municipality }) => municipality)),
    {
      within: region.path,
      kinds: ['municipality'],
    },
  );
  const pathOf = ({ municipality }: ListFileRow) => {
    const found = municipality === null ? undefined : places.get(municipality)?.[0];
    return found && found.confidence >= CERTAIN ? found.path : region.path;
  };
  const matches = new Map<string, Awaited<ReturnType<typeof organisationsMatchingAll>>>();
  for (const path of new Set(rows.map(pathOf))) {
    const names = distinct(rows.filter((row) => pathOf(row) === path).map(({ name }) => name));
    matches.set(path, await organisationsMatchingAll(ctx.scope, trx, names, { within: path, kinds: ['school'] }));
  }
  return rows.map((row) => {
    const known = row.login === null ? undefined : byLogin.get(schoolKey(row.login));
    if (known !== undefined) return known;
    const [first, second] = matches.get(pathOf(row))?.get(row.name) ?? [];
    if (!first || first.confidence < CERTAIN) return null;
    return second && second.confidence === first.confidence ? null : first.id;
  });
}

async function schoolsByLogin(trx: Connection, region: PlacedOrganisation): Promise<Map<string, number>> {
  const { rows } = await sql<{ id: number; login: string }>`
    select id, fis_oko_login as login from organisations
    where kind = 'school' and fis_oko_login is not null and path like ${`${region.path}%`}`.execute(trx);
  return new Map(rows.map(({ id, login }) => [schoolKey(login), id]));
}

function distinct(names: readonly (string | null)[]): string[] {
  return [...new Set(names.filter((name): name is string => name !== null && name !== ''))];
}

function unknown({ where, name }: ListFileRow): Issue {
  return {
    severity: 'warning',
    code: 'school-unknown',
    where,
    text: `Школа «${name}» не найдена в реестре.`,
    advice: 'Она оставлена в списке под этим названием; проверьте название и муниципалитет.',
  };
}

function twice({ where, name }: ListFileRow): Issue {
  return {
    severity: 'warning',
    code: 'school-twice',
    where,
    text: `Школа «${name}» встречается второй раз.`,
    advice: 'Повтор пропущен.',
  };
}
