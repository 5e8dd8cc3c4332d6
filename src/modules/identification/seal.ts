/** The engine's answer with what makes it repeatable: hashes of the methodology, of every input, of itself. */
import { canonicalJson, hashOf } from './canonical.ts';
import type { Identification, InputFile } from './contract.ts';
import { identify } from './engine/identify.ts';
import { compareText, type ResultsTable } from './engine/table.ts';
import type { Methodology } from './methodology/schema.ts';

export function identification(
  table: ResultsTable,
  methodology: Methodology,
  year: number,
  inputs: readonly InputFile[],
): Identification {
  const body = identify(table, methodology, year);
  const open = {
    schema: 'opora.identification/1' as const,
    methodology: { id: methodology.id, version: methodology.version, hash: hashOf(methodology) },
    inputs: [...inputs].sort((a, b) => compareText(a.file, b.file) || compareText(a.sha256, b.sha256)),
    ...body,
  };
  return { ...open, hash: hashOf(open) };
}

/** The bytes of a result: what is stored, bundled and compared. */
export function identificationText(result: Identification): string {
  return `${canonicalJson(result)}\n`;
}
