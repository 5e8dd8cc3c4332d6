/** Bytes of one source file → its rows in the lake, its roll-ups and its issues. */
import { createHmac } from 'node:crypto';
import type { Lake } from '#platform/lake.ts';
import type { LakeColumn, LakeTable } from '#platform/lake-table.ts';
import { procedureId } from '#modules/assessments/index.ts';
import type { ResultFile } from './contract.ts';
import { codesNamePersons } from './domain/pseudonym.ts';
import { schoolKey } from './domain/school-key.ts';

const PSEUDONYM_LENGTH = 16;

/** Sorted so that the rows of a school stand together. */
export function writeRows(lake: Lake, file: ResultFile, pupilKey: string): Promise<{ sha256: string }> {
  return lake.write(lakeTable(file, pupilKey), ['school', 'row']);
}

/**
 * Items are columns by place: p1 points, s1 why there are none (ITEM_STATE); their names are kept with the part. SQL
 * over many files names the columns that all of them have.
 */
export function lakeTable({ format, procedure, schools, items, rows }: ResultFile, pupilKey: string): LakeTable {
  const keys = schools.map(({ login }) => schoolKey(login, procedure.kind));
  const each = <T>(of: (row: number) => T): T[] => Array.from({ length: rows.count }, (_, row) => of(row));
  const persons = codesNamePersons(format);
  const pseudonyms = persons ? each((row) => pseudonym(pupilKey, rows.pupil[row] ?? '')) : null;
  const id = procedureId(procedure);
  const columns: LakeColumn[] = [
    { name: 'procedure', type: 'text', values: each(() => id) },
    { name: 'school', type: 'text', values: each((row) => keys[rows.school[row]!]!) },
    { name: 'row', type: 'whole', values: rows.sourceRow },
    { name: 'klass', type: 'text', values: rows.klass },
    // An identifier of a person never stands here as it came.
    { name: 'code', type: 'text', values: pseudonyms ?? rows.pupil },
    { name: 'person', type: 'text', values: pseudonyms ?? each(() => null) },
    { name: 'gender', type: 'byte', values: rows.gender },
    { name: 'variant', type: 'text', values: rows.variant },
    { name: 'absent', type: 'byte', values: rows.absent },
    { name: 'total', type: 'double', values: rows.total },
    { name: 'given_mark', type: 'double', values: rows.givenMark },
    { name: 'journal_mark', type: 'byte', values: rows.journalMark },
    ...items.flatMap((_, k): LakeColumn[] => [
      { name: `p${k + 1}`, type: 'float', values: rows.itemPoints[k]! },
      { name: `s${k + 1}`, type: 'byte', values: rows.itemState[k]! },
    ]),
  ];
  return { name: 'results', rows: rows.count, columns };
}

function pseudonym(key: string, identifier: string): string | null {
  if (identifier === '') return null;
  return createHmac('sha256', key).update(identifier).digest('base64url').slice(0, PSEUDONYM_LENGTH);
}
