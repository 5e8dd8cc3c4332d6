/**
 * OneRoster 1.2 `results.csv` and `assessmentResults.csv`: one total a row. The standard does not carry the school in
 * this table, so it is expected as an extension column `metadata.schoolSourcedId`.
 */
import type { DataSheet } from '#documents/read-sheets.ts';
import { type Procedure, procedureId, procedureOfId } from '#modules/assessments/index.ts';
import type { RefusalReason, ResultFile } from '../contract.ts';
import { Cells } from './cells.ts';
import { KINDS } from './issue-kinds.ts';
import type { IssueList } from './issue-list.ts';
import { headersOf, type Layout } from './layout.ts';
import type { Undecided, WorkFacts } from './read-vpr.ts';
import { schoolCode } from './school-code.ts';
import { takeRows } from './take-rows.ts';
import { whichProcedure } from './which-procedure.ts';

const SCHOOL = /^(?:metadata\.)?(?:school|org)SourcedIds?$/i;
const LINE_ITEM = /^(?:assessment)?lineItemSourcedId$/i;

export function isOneRoster(sheet: DataSheet): boolean {
  const headers = headersOf(sheet, 0);
  return (
    headers.some((header) => LINE_ITEM.test(header)) && headers.some((header) => /^studentSourcedId$/i.test(header))
  );
}

export function readOneRoster(
  sheet: DataSheet,
  path: string,
  told: Partial<Procedure>,
  works: WorkFacts,
  issues: IssueList,
): { files: Omit<ResultFile, 'issues'>[] } | Undecided {
  const cells = new Cells(sheet);
  const headers = headersOf(sheet, 0);
  const columnOf = (pattern: RegExp) => {
    const column = headers.findIndex((header) => pattern.test(header));
    return column < 0 ? undefined : column;
  };
  const lineItem = columnOf(LINE_ITEM)!;
  const status = columnOf(/^status$/i) ?? null;
  const scoreStatus = columnOf(/^scoreStatus$/i) ?? null;
  const score = columnOf(/^score$/i);
  const school = columnOf(SCHOOL);
  if (school === undefined) issues.add(KINDS.oneRosterSchool);

  const files: Omit<ResultFile, 'issues'>[] = [];
  for (const [stated, skip] of rowsByProcedure(cells, lineItem)) {
    const which = whichProcedure(path, told, { format: 'oneroster', date: null, grade: null, stated }, issues);
    if (!which.procedure) return which;
    const { procedure } = which;
    const byScore = procedure.kind === 'ЕГЭ' && procedure.subject !== 'МАБ';
    const layout: Layout = {
      format: 'oneroster',
      sheet,
      headerRow: 0,
      headers,
      columns: {
        login: school,
        pupil: columnOf(/^studentSourcedId$/i),
        ...(byScore ? { mark: score } : { total: score }),
      },
      items: [],
      passedOver: new Set(),
      overwritten: null,
    };
    const taken = takeRows({
      cells,
      layout,
      items: [],
      maximum: byScore ? null : works.maximumOf(procedure),
      grade: procedure.pupilGrade,
      itemsAreWhole: false,
      loginOf: schoolCode,
      mostMark: byScore ? 100 : 5,
      skip,
      refusal: (row): RefusalReason | null => (/tobedeleted/i.test(cells.text(status, row)) ? 'annulled' : null),
      saidAbsent: (row) => /^(?:exempt|not submitted)$/i.test(cells.text(scoreStatus, row)),
      issues,
    });
    files.push({ format: 'oneroster', procedure, items: [], ...taken });
  }
  return { files };
}

/** Each class has a line item of its own: those that name one procedure belong together, the rest to the file's. */
function rowsByProcedure(cells: Cells, column: number): Map<Partial<Procedure>, Uint8Array> {
  const { rowCount, columns } = cells.sheet;
  const byKey = new Map<string, { stated: Partial<Procedure>; skip: Uint8Array }>();
  for (let row = 1; row < rowCount; row += 1) {
    if (columns.every((_, index) => cells.isEmpty(index, row))) continue;
    const procedure = procedureOfId(cells.text(column, row));
    const key = procedure ? procedureId(procedure) : '';
    let group = byKey.get(key);
    if (!group) {
      group = { stated: procedure ?? {}, skip: new Uint8Array(rowCount).fill(1) };
      byKey.set(key, group);
    }
    group.skip[row] = 0;
  }
  return new Map([...byKey.values()].map(({ stated, skip }) => [stated, skip]));
}
