/** Results of the diagnostic works as the electronic journal of the region exports them: `results.csv` of OneRoster 1.2. */
import { procedureId } from '#modules/assessments/index.ts';
import { procedureOf } from './index.ts';
import type { Paper } from './paper.ts';
import { pupilRows } from './pupils.ts';
import { codeInRegister } from './register.ts';
import type { Tally } from './vpr-files.ts';
import type { World } from './world.ts';

export const registerPath = (year: number): string => `ДКР ${year}/results.csv`;

const COLUMNS = [
  'sourcedId',
  'status',
  'dateLastModified',
  'lineItemSourcedId',
  'studentSourcedId',
  'scoreStatus',
  'score',
  'scoreDate',
  'comment',
  'metadata.schoolSourcedId',
];

/** Lines of one work; the columns stand before the first. */
export function* registerLines(world: World, paper: Paper, tally: Tally): Generator<string> {
  const { work, year } = paper;
  const lineItem = procedureId(procedureOf(paper));
  for (const row of pupilRows(world, paper)) {
    if (!row.school.known) continue;
    tally.rows += 1;
    if (row.absent) tally.absent += 1;
    else if (row.total <= work.scale[0]) tally.below += 1;
    const code = codeInRegister(world, row, year);
    yield [
      `${lineItem}-${code}`,
      'active',
      `${year}-04-20T00:00:00.000Z`,
      lineItem,
      code,
      row.absent ? 'not submitted' : 'fully graded',
      row.absent ? '' : row.total,
      `${year}-04-15`,
      '',
      row.shown.login,
    ].join(',');
  }
}

export const REGISTER_HEADER = COLUMNS.join(',');
