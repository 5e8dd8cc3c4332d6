/** Bytes of one source file → its rows in the lake, its roll-ups and its issues. */
import { createHmac } from 'node:crypto';
import type { Issue } from '#kernel/issue.ts';
import type { Lake } from '#platform/lake.ts';
import type { LakeColumn, LakeTable } from '#platform/lake-table.ts';
import { procedureId, scaleFor } from '#modules/assessments/index.ts';
import type { FileReading, FileToRead } from './commands/read-file.ts';
import type { ResultFile, RowCounts } from './contract.ts';
import { maximumOfItems, type ReadPart, schoolsByKey } from './domain/part.ts';
import { pooledBySchool } from './domain/pool.ts';
import { codesNamePersons, personNamed } from './domain/pseudonym.ts';
import { headerSignature } from './queries/mappings.ts';
import { referenceUsed, worksOf } from './domain/references.ts';
import type { SchoolFacts } from './domain/school-facts.ts';
import { schoolKey } from './domain/school-key.ts';
import { readResultFile, type ResultReading } from './reading/read-result-file.ts';
import { rollUp } from './roll-up.ts';

const PSEUDONYM_LENGTH = 16;

export async function readPart(lake: Lake, bytes: Uint8Array, given: FileToRead): Promise<FileReading> {
  const reading = await readWithSettings(bytes, given);
  switch (reading.kind) {
    case 'results': {
      const { file, further } = reading;
      const first = await partOf(lake, file, given);
      const parts: [ReadPart, ...ReadPart[]] = [first];
      for (const one of further) parts.push(await partOf(lake, one, given));
      return { kind: 'read', parts };
    }
    case 'context':
      return factsOf({ kind: 'context', records: reading.file.records }, reading.file);
    case 'passport':
      return factsOf({ kind: 'passport', records: reading.file.records }, reading.file);
    case 'olympiad':
      return factsOf({ kind: 'olympiad', records: reading.file.records }, reading.file);
    case 'unclear':
      return {
        kind: 'asks',
        question: { asks: 'procedure', known: reading.known, missing: reading.missing },
        issues: reading.issues,
      };
    case 'mapping':
      return {
        kind: 'asks',
        question: { asks: 'columns', proposal: reading.proposal, headers: reading.headers },
        issues: reading.issues,
      };
    case 'unknown':
      return refusedBy(reading.issues);
  }
}

/** The year of the import and remembered columns stand in only where the file itself does not tell. */
async function readWithSettings(bytes: Uint8Array, given: FileToRead): Promise<ResultReading> {
  const { references, year, settings, mappings } = given;
  const options = {
    path: given.name,
    works: worksOf(references),
    sheets: { limits: { inputBytes: given.inputBytes } },
    ...(settings.procedure ? { procedure: settings.procedure } : {}),
    ...(settings.mapping ? { mapping: settings.mapping } : {}),
  };
  const reading = await readResultFile(bytes, options);
  if (reading.kind === 'unclear' && reading.missing.includes('year') && year !== null)
    return readResultFile(bytes, { ...options, procedure: { ...settings.procedure, year } });
  const remembered = reading.kind === 'mapping' ? mappings[headerSignature(reading.headers)] : undefined;
  return remembered ? readResultFile(bytes, { ...options, mapping: remembered }) : reading;
}

function factsOf(facts: SchoolFacts, { counts, issues }: { counts: RowCounts; issues: Issue[] }): FileReading {
  return { kind: 'facts', facts, counts: { rows: counts.rows, taken: counts.taken }, issues };
}

function refusedBy(issues: Issue[]): FileReading {
  const issue = issues.find(({ severity }) => severity === 'error');
  const error = {
    code: issue?.code ?? 'fileTypeUnknown',
    text: issue?.text ?? 'В файле не найдена таблица результатов.',
    advice: issue?.advice ?? 'Проверьте, тот ли это файл.',
  };
  return { kind: 'refused', error, issues };
}

async function partOf(lake: Lake, file: ResultFile, { references, pupilKey }: FileToRead): Promise<ReadPart> {
  const scales = references.scales.map((entry) => entry.scale);
  const { scale, issue } = scaleFor(file.procedure, scales, {
    region: references.region,
    maximum: maximumOfItems(file.items),
  });
  const results = rollUp(file, scale).map((result) => ({
    ...result,
    school: schoolKey(result.school, file.procedure.kind),
  }));
  return {
    format: file.format,
    procedure: file.procedure,
    items: file.items,
    maximum: Math.max(0, ...results.map(({ maximum }) => maximum)),
    references: referenceUsed(references, scale),
    schools: schoolsByKey(file.schools, file.procedure),
    results: pooledBySchool(results),
    counts: file.counts,
    linkable: codesNamePersons(file.format),
    lake: await writeRows(lake, file, pupilKey),
    issues: issue ? [...file.issues, issue] : file.issues,
  };
}

/** Sorted so that the rows of a school stand together. */
function writeRows(lake: Lake, file: ResultFile, pupilKey: string): Promise<{ sha256: string }> {
  return lake.write(lakeTable(file, pupilKey), ['school', 'row']);
}

/**
 * Items are columns by place: p1 points, s1 why there are none (ITEM_STATE); their names are kept with the part. SQL
 * over many files names the columns that all of them have.
 */
function lakeTable({ format, procedure, schools, items, rows }: ResultFile, pupilKey: string): LakeTable {
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
    {
      name: 'person',
      type: 'text',
      values: each((row) => (personNamed(format, rows.pupil[row] ?? '') === null ? null : (pseudonyms?.[row] ?? null))),
    },
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
