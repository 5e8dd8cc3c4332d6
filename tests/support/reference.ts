/** Public data sets and what R answers on them, for tests only; found by OPORA_REFERENCE, never kept in the project. */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const DIRECTORY = resolve(process.env['OPORA_REFERENCE'] ?? '../shared/reference');

export const REFERENCE_DATA = join(DIRECTORY, 'data');
export const hasReference = existsSync(join(DIRECTORY, 'results'));
if (!hasReference)
  process.stderr.write(`SKIPPED: no reference answers in ${DIRECTORY}; set OPORA_REFERENCE to check against R.\n`);

export function referenceAnswer<T>(name: string): T {
  return JSON.parse(readFileSync(join(DIRECTORY, 'results', `${name}.json`), 'utf8')) as T;
}

/** Where the data set lies, for what reads files by itself. */
export function referencePath(name: string): string {
  return join(DIRECTORY, 'data', name);
}

/** Columns of a CSV without quoted separators, as text. */
export function referenceTable(name: string): Record<string, string[]> {
  const [head = '', ...lines] = readFileSync(join(DIRECTORY, 'data', name), 'utf8')
    .trim()
    .split(/\r?\n/);
  const rows = lines.map((line) => line.split(','));
  return Object.fromEntries(head.split(',').map((column, k) => [column, rows.map((row) => row[k] ?? '')]));
}

export function numbers(column: readonly string[] | undefined): Float64Array {
  return Float64Array.from(column ?? [], (text) => (text === '' || text === 'NA' ? Number.NaN : Number(text)));
}

/** Path of another file of the reference folder. */
export function referenceFile(name: string): string {
  return join(DIRECTORY, name);
}
