/** A bundle made again: the same bytes or not, and what differs. */
import { strFromU8 } from 'fflate';
import { z } from 'zod';
import { Budget, DEFAULT_READ_LIMITS } from '#documents/read/limits.ts';
import { Archive } from '#documents/read/zip.ts';
import { AppError, isAppError } from '#kernel/errors.ts';
import { canonicalJson } from '../canonical.ts';
import type { Identification, IdentificationData } from '../contract.ts';
import { schoolKey, tableOf } from '../engine/table.ts';
import { folderEffects } from '../folder/effects.ts';
import type { FolderData } from '../folder/read-folder.ts';
import { type Settings, withSettings } from '../methodology/parameters.ts';
import { methodologyFromText } from '../methodology/text.ts';
import { identification, identificationText } from '../seal.ts';
import { BUNDLE_SCHEMA, type BundleManifest, PARTS } from './contract.ts';
import { ordered, sha256Of } from './write.ts';

export type Verification = {
  /** Byte for byte. */
  same: boolean;
  program: string;
  methodology: string;
  year: number;
  /** In Russian; empty when the bytes are the same. */
  differences: string[];
};

const LIMIT_BYTES = 1024 * 1024 * 1024;
const DIFFERENCES_SHOWN = 20;

const manifestSchema = z.object({
  schema: z.literal(BUNDLE_SCHEMA),
  program: z.string(),
  year: z.number().int(),
  settings: z.object({ parameters: z.record(z.string(), z.number()).optional(), uncertainty: z.unknown().optional() }),
  inputs: z.array(z.object({ file: z.string(), sha256: z.string() })),
  parts: z.record(z.string(), z.string()),
});

/** @param fresh what the original files give now, where they are at hand */
export function verifyBundle(bytes: Uint8Array, now: () => number, fresh: FolderData | null = null): Verification {
  const parts = partsOf(bytes, now);
  const manifest = manifestOf(parts);
  const differences = Object.entries(manifest.parts)
    .filter(([name, sha256]) => parts.has(name) && sha256Of(parts.get(name) as Uint8Array) !== sha256)
    .map(([name]) => `Часть «${name}» изменена после того, как пакет собран.`);
  const { source } = methodologyFromText(strFromU8(part(parts, PARTS.methodology)));
  const data = jsonOf<IdentificationData>(parts, PARTS.results);
  const resultText = strFromU8(part(parts, PARTS.result));
  const methodology = withSettings(source, manifest.settings as Settings);
  const again = identification(
    made(() => tableOf(data)),
    methodology,
    manifest.year,
    manifest.inputs,
  );
  const text = identificationText(again);
  if (text !== resultText) differences.push(...differencesOf(jsonOf<Identification>(parts, PARTS.result), again));
  if (fresh !== null)
    differences.push(
      ...freshDifferences(manifest, data, { ...fresh, ...folderEffects(fresh, methodology, manifest.year) }),
    );
  return {
    same: text === resultText && differences.length === 0,
    program: manifest.program,
    methodology: `${methodology.title} (${methodology.id}, версия ${methodology.version})`,
    year: manifest.year,
    differences,
  };
}

function partsOf(bytes: Uint8Array, now: () => number): Map<string, Uint8Array> {
  const limits = { ...DEFAULT_READ_LIMITS, inputBytes: LIMIT_BYTES, unpackedBytes: LIMIT_BYTES, milliseconds: 120_000 };
  try {
    const archive = new Archive(bytes, new Budget(limits, now));
    return new Map(
      Object.values(PARTS).flatMap((name) => {
        const found = archive.bytes(name);
        return found === null ? [] : [[name, found] as const];
      }),
    );
  } catch (error) {
    if (isAppError(error) && error.code === 'fileBomb') throw error;
    throw damaged('Это не пакет расчёта или он повреждён.');
  }
}

function manifestOf(parts: ReadonlyMap<string, Uint8Array>): BundleManifest {
  const parsed = manifestSchema.safeParse(jsonOf(parts, PARTS.manifest));
  if (!parsed.success) throw damaged(`В пакете нет описания ${BUNDLE_SCHEMA}.`);
  return parsed.data as BundleManifest;
}

function part(parts: ReadonlyMap<string, Uint8Array>, name: string): Uint8Array {
  const bytes = parts.get(name);
  if (!bytes) throw damaged(`В пакете нет части «${name}».`);
  return bytes;
}

function jsonOf<T>(parts: ReadonlyMap<string, Uint8Array>, name: string): T {
  return made(() => JSON.parse(strFromU8(part(parts, name))) as T, name);
}

/** Whoever edits a bundle by hand gets a refusal, not a stack. */
function made<T>(make: () => T, name: string = PARTS.results): T {
  try {
    return make();
  } catch (error) {
    if (isAppError(error)) throw error;
    throw damaged(`Часть «${name}» не читается.`);
  }
}

function damaged(text: string): AppError {
  return new AppError('fileDamaged', {
    text,
    advice: 'Скачайте или соберите пакет заново: opora identify … --bundle ПАКЕТ.zip.',
  });
}

function differencesOf(stored: Identification, again: Identification): string[] {
  const found: string[] = [];
  if (stored.methodology?.hash !== again.methodology.hash)
    found.push('Методика или параметры другие: хеш не совпадает.');
  if (canonicalJson(stored.inputs) !== canonicalJson(again.inputs)) found.push('Список исходных файлов другой.');
  if (stored.hash !== again.hash) found.push(`Хеш результата в пакете ${stored.hash}, при повторе ${again.hash}.`);
  const before = new Map((stored.schools ?? []).map((row) => [schoolKey(row.id), row]));
  const rows = again.schools.flatMap((row) => {
    const old = before.get(schoolKey(row.id));
    before.delete(schoolKey(row.id));
    if (old === undefined) return [`${row.id}: школы нет в результате из пакета.`];
    const fields = (Object.keys(row) as (keyof typeof row)[]).filter(
      (key) => canonicalJson(row[key]) !== canonicalJson(old[key] ?? null),
    );
    return fields.length === 0
      ? []
      : [`${row.id}: ${fields.map((key) => `${key} было ${short(old[key])}, стало ${short(row[key])}`).join('; ')}.`];
  });
  rows.push(...[...before.values()].map(({ id }) => `${id}: школы нет в повторном результате.`));
  if (canonicalJson(stored.summary) !== canonicalJson(again.summary)) found.push('Итоги другие.');
  found.push(...rows.slice(0, DIFFERENCES_SHOWN));
  if (rows.length > DIFFERENCES_SHOWN) found.push(`И ещё школ с отличиями: ${rows.length - DIFFERENCES_SHOWN}.`);
  return found.length > 0 ? found : ['Запись результата отличается знаками, которые не меняют смысла.'];
}

function short(value: unknown): string {
  const text = canonicalJson(value ?? null);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

function freshDifferences(
  manifest: BundleManifest,
  data: IdentificationData,
  fresh: IdentificationData & { inputs: BundleManifest['inputs'] },
): string[] {
  const now = new Map(fresh.inputs.map(({ file, sha256 }) => [sha256, file]));
  const missing = manifest.inputs
    .filter(({ sha256 }) => !now.has(sha256))
    .map(({ file }) => `Исходного файла «${file}» нет или он изменён.`);
  const known = new Set(manifest.inputs.map(({ sha256 }) => sha256));
  const extra = fresh.inputs
    .filter(({ sha256 }) => !known.has(sha256))
    .map(({ file }) => `Файла «${file}» не было при расчёте.`);
  if (missing.length + extra.length > 0) return [...missing, ...extra];
  const again = ordered(fresh);
  const same =
    canonicalJson(again.results) === canonicalJson(data.results) &&
    canonicalJson(again.effects) === canonicalJson(data.effects ?? []);
  return same ? [] : ['Из тех же файлов итоги школ получаются другими: изменилось чтение файлов или шкалы.'];
}
