/** A run as one ZIP file. The same run gives the same bytes. */
import { createHash } from 'node:crypto';
import { strToU8, zipSync } from 'fflate';
import { procedureId } from '#modules/assessments/index.ts';
import type { SchoolResult } from '#modules/results/index.ts';
import { canonicalJson } from '../canonical.ts';
import type { IdentificationData } from '../contract.ts';
import { compareText } from '../engine/table.ts';
import { BUNDLE_SCHEMA, type BundleContent, type BundleManifest, PARTS } from './contract.ts';

const README = `Пакет расчёта Опоры.

${PARTS.result}  результат (opora.identification/1)
${PARTS.methodology}  методика, по которой он получен
${PARTS.results}  итоги школ по каждой работе, из которых он получен: без учеников
${PARTS.manifest}  версия программы, изменённые параметры, год, хеши исходных файлов и частей пакета

Проверить: opora verify ПАКЕТ.zip
С исходными файлами: opora verify ПАКЕТ.zip --results ПАПКА
`;

export function writeBundle(content: BundleContent): Uint8Array {
  const parts: Record<string, Uint8Array> = {
    [PARTS.methodology]: strToU8(content.methodologyText),
    [PARTS.results]: strToU8(`${canonicalJson(ordered(content.data))}\n`),
    [PARTS.result]: strToU8(content.resultText),
    [PARTS.readMe]: strToU8(README),
  };
  const manifest: BundleManifest = {
    schema: BUNDLE_SCHEMA,
    program: content.program,
    year: content.year,
    settings: content.settings,
    inputs: content.inputs,
    parts: Object.fromEntries(Object.entries(parts).map(([name, bytes]) => [name, sha256Of(bytes)])),
  };
  // The oldest time that ZIP knows: archives of one run do not differ by the hour of writing.
  return zipSync(
    { [PARTS.manifest]: strToU8(`${canonicalJson(manifest)}\n`), ...parts },
    { mtime: new Date(1980, 0, 1), level: 6 },
  );
}

export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** In a fixed order, and without what identification does not read: sums by item, marks, the journal. */
export function ordered({
  procedures,
  results,
  schools,
  effects = [],
  effectNotes = [],
}: IdentificationData): IdentificationData {
  return {
    procedures: [...procedures].sort((a, b) => compareText(procedureId(a), procedureId(b))),
    results: results
      .map((result): SchoolResult => ({ ...result, itemSums: [], itemCounts: [], marks: null, journal: null }))
      .sort((a, b) => compareText(a.procedureId, b.procedureId) || compareText(a.school, b.school)),
    schools: [...schools].sort((a, b) => compareText(a.key, b.key)),
    effects: [...effects].sort(
      (a, b) =>
        compareText(a.kind, b.kind) || compareText(a.procedureId, b.procedureId) || compareText(a.school, b.school),
    ),
    ...(effectNotes.length > 0 ? { effectNotes } : {}),
  };
}
