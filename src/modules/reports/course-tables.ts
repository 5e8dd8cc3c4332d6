/** Tables of training courses with ИТОГО, in the form of the execution reports. */
import { formatDateShort } from '#kernel/format.ts';
import {
  cell,
  type OfficialBlock,
  type OfficialColumn,
  type OfficialRow,
  type OfficialTable,
} from '#documents/write/model.ts';
import type { TrainingCourse, TrainingTable } from '#modules/plan-reading/contract.ts';
import { numbered } from './wording.ts';

export function courseBlocks(tables: TrainingTable[]): OfficialBlock[] {
  return tables.flatMap((table, index): OfficialBlock[] => {
    const tab = tables.length === 1 ? 'Курсы' : `Курсы ${index + 1}`;
    if (table.title === null) return [{ ...courseTable(table), tab }];
    return [{ kind: 'paragraph', style: 'heading', text: table.title, tab }, courseTable(table)];
  });
}

type CourseColumn = OfficialColumn & {
  header: string;
  under?: string;
  of(course: TrainingCourse): string;
  total?: number | null;
  always?: true;
};

function courseTable({ rows, totals }: TrainingTable): OfficialTable {
  const columns = columnsOf(rows, totals);
  return {
    kind: 'table',
    columns: columns.map(({ align, numeric }) => ({ align, numeric })),
    header: headerRows(columns),
    rows: [...courseRows(rows, columns), ...totalRows(columns)],
  };
}

function columnsOf(rows: TrainingCourse[], totals: TrainingTable['totals']): CourseColumn[] {
  const columns: CourseColumn[] = [
    { header: '№ п/п', align: 'center', of: ({ number }) => numbered(number) },
    {
      header: 'Наименование образовательной программы повышения квалификации',
      align: 'left',
      of: ({ programme }) => programme,
      always: true,
    },
    { header: 'Объём, часов', align: 'center', numeric: true, of: ({ hours }) => whole(hours) },
    { header: 'Сроки обучения', align: 'left', of: dates },
    { header: 'Организация, проводившая обучение', align: 'left', of: ({ provider }) => provider ?? '' },
    {
      header: 'педагогические работники',
      under: 'Количество',
      align: 'center',
      numeric: true,
      of: ({ teachers }) => whole(teachers),
      total: totals.teachers,
      always: true,
    },
    {
      header: 'руководящие работники',
      under: 'Количество',
      align: 'center',
      numeric: true,
      of: ({ managers }) => whole(managers),
      total: totals.managers,
      always: true,
    },
    { header: 'Общеобразовательные организации', align: 'left', of: ({ schools }) => schools.join(', ') },
  ];
  return columns.filter((column) => column.always || rows.some((course) => column.of(course) !== ''));
}

/** Two rows: a common heading over the columns it covers, the others run through both. */
function headerRows(columns: CourseColumn[]): OfficialRow[] {
  const grouped = columns.filter(({ under }) => under !== undefined);
  return [
    {
      cells: columns.flatMap((column) => {
        if (column.under === undefined) return [cell(column.header, { rowSpan: 2 })];
        return column === grouped[0] ? [cell(column.under, { columnSpan: grouped.length })] : [];
      }),
    },
    { cells: grouped.map(({ header }) => cell(header)) },
  ];
}

function courseRows(rows: TrainingCourse[], columns: CourseColumn[]): OfficialRow[] {
  return rows.map((course) => ({ cells: columns.map((column) => cell(column.of(course))) }));
}

function totalRows(columns: CourseColumn[]): OfficialRow[] {
  const firstTotal = columns.findIndex(({ total }) => total !== undefined);
  const totals = columns.slice(firstTotal).map(({ total = null }) => total);
  if (totals.every((total) => total === null)) return [];
  return [
    { role: 'total', cells: [cell('ИТОГО', { columnSpan: firstTotal }), ...totals.map((total) => cell(whole(total)))] },
  ];
}

function dates({ from, to }: TrainingCourse): string {
  if (from === null || to === null)
    return [from, to]
      .filter((date) => date !== null)
      .map(formatDateShort)
      .join('');
  return from === to ? formatDateShort(from) : `${formatDateShort(from)} – ${formatDateShort(to)}`;
}

function whole(number: number | null): string {
  return number === null ? '' : String(number);
}
