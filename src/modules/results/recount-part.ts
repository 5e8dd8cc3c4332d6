/** Rows of a part in the lake → its roll-ups by the references that hold now. The rows themselves stay as they are. */
import { type Procedure, scaleFor } from '#modules/assessments/index.ts';
import type { Lake } from '#platform/lake.ts';
import type { FileReading } from './commands/read-file.ts';
import { ITEM_STATE, type PupilRows, type ResultFile, type ResultItem, type ResultSchool } from './contract.ts';
import { maximumOfItems, type ReadPart } from './domain/part.ts';
import { pooledBySchool } from './domain/pool.ts';
import { type EffectiveReferences, referenceUsed } from './domain/references.ts';
import { rollUp } from './roll-up.ts';

export type PartToRecount = {
  lake: string;
  format: ResultFile['format'];
  procedure: Procedure;
  items: ResultItem[];
  linkable: boolean;
  /** By key, as the file named them. */
  schools: ReadPart['schools'];
};

type Row = { school: string; row: number; absent: number } & Record<
  'total' | 'given_mark' | 'journal_mark' | `p${number}` | `s${number}`,
  number | null
>;

export async function recountPart(
  lake: Lake,
  part: PartToRecount,
  references: EffectiveReferences,
): Promise<FileReading> {
  const items = part.items.map((_, k) => `p${k + 1}, s${k + 1}`);
  const columns = ['school', 'row', 'absent', 'total', 'given_mark', 'journal_mark', ...items].join(', ');
  const rows = await lake.query<Row>(`select ${columns} from ${lake.source([part.lake])} order by school, row`);
  const file = fileOf(part, rows);
  const scales = references.scales.map((entry) => entry.scale);
  const { scale, issue } = scaleFor(part.procedure, scales, {
    region: references.region,
    maximum: maximumOfItems(part.items),
  });
  const results = pooledBySchool(rollUp(file, scale));
  const read: ReadPart = {
    format: part.format,
    procedure: part.procedure,
    items: part.items,
    maximum: Math.max(0, ...results.map(({ maximum }) => maximum)),
    references: referenceUsed(references, scale),
    schools: part.schools,
    results,
    counts: { rows: rows.length, taken: rows.length },
    linkable: part.linkable,
    lake: { sha256: part.lake },
    issues: issue ? [issue] : [],
  };
  return { kind: 'read', parts: [read] };
}

/** Schools stand under their keys: what they are called in files plays no part in counting. */
function fileOf(part: PartToRecount, rows: readonly Row[]): ResultFile {
  const index = new Map<string, number>();
  for (const { school } of rows) if (!index.has(school)) index.set(school, index.size);
  const schools = [...index.keys()].map((login): ResultSchool => ({ login, name: null, municipality: null }));
  const numbers = (of: (row: Row) => number | null | undefined) =>
    Float64Array.from(rows, (row) => of(row) ?? Number.NaN);
  const empty = rows.map(() => '');
  const pupils: PupilRows = {
    count: rows.length,
    sourceRow: Uint32Array.from(rows, ({ row }) => row),
    school: Uint32Array.from(rows, ({ school }) => index.get(school)!),
    pupil: empty,
    klass: empty,
    gender: new Uint8Array(rows.length),
    variant: empty,
    absent: Uint8Array.from(rows, ({ absent }) => absent),
    total: numbers(({ total }) => total),
    givenMark: numbers(({ given_mark }) => given_mark),
    journalMark: Uint8Array.from(rows, ({ journal_mark }) => journal_mark ?? 0),
    itemPoints: part.items.map((_, k) => Float32Array.from(numbers((row) => row[`p${k + 1}`]))),
    itemState: part.items.map((_, k) => Uint8Array.from(rows, (row) => row[`s${k + 1}`] ?? ITEM_STATE.empty)),
  };
  return {
    format: part.format,
    procedure: part.procedure,
    items: part.items,
    schools,
    rows: pupils,
    counts: { rows: rows.length, taken: rows.length, refused: [] },
    issues: [],
  };
}
