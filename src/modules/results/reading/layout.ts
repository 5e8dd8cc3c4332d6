/** Which known table a sheet holds: the header row, what each column is, and the items of the work. */
import { CELL, type DataSheet } from '#documents/read-sheets.ts';
import type { ResultFile } from '../contract.ts';
import { cleanText } from './cells.ts';
import type { ItemColumn } from './items.ts';

export type ColumnRole =
  | 'login'
  | 'school'
  | 'municipality'
  | 'uploaded'
  | 'pupil'
  | 'pupilNumber'
  | 'journal'
  | 'gender'
  | 'klass'
  | 'variant'
  | 'secondVariant'
  | 'absent'
  | 'total'
  | 'mark';

export type Layout = {
  format: ResultFile['format'];
  sheet: DataSheet;
  headerRow: number;
  columns: Partial<Record<ColumnRole, number>>;
  headers: string[];
  items: ItemColumn[];
  /** Columns that are known and not needed, e.g. textbooks. */
  passedOver: ReadonlySet<number>;
  /** Number of the item whose column holds «Учебник» instead, 2020. */
  overwritten: string | null;
};

type Format = {
  format: ResultFile['format'];
  roles: [RegExp, ColumnRole][];
  known: RegExp;
  item: (header: string) => { name: string; maximum: number | null } | null;
  /** Roles without which a header row is not of this format. */
  needed: ColumnRole[];
  /** Totals or marks alone are results too. */
  withoutItems?: boolean;
};

const TEXTBOOK = /^(?:учебник|др\.? ?уч\.|основной учебник|другое \()/i;

const FORMATS: Format[] = [
  {
    format: 'vpr-2020',
    roles: [
      [/^user$/i, 'login'],
      [/^code$/i, 'pupil'],
      [/^otc$/i, 'journal'],
      [/^gender$/i, 'gender'],
      [/^klass$/i, 'klass'],
      [/^var-1$/i, 'variant'],
      [/^var-2$/i, 'secondVariant'],
      [/^sum$/i, 'total'],
    ],
    known: /^(?:groups|id)$/i,
    item: (header) => itemOf(/^a-(\d+)-grade$/i.exec(header)),
    needed: ['login', 'pupil', 'total'],
  },
  {
    format: 'vpr-2021',
    roles: [
      [/^логин школы$/i, 'login'],
      // The column is called «регион» and holds the municipality.
      [/^регион$/i, 'municipality'],
      [/^код обучающегося$/i, 'pupil'],
      [/^номер обучающегося$/i, 'pupilNumber'],
      [/^отметка за предыдущ/i, 'journal'],
      [/^пол$/i, 'gender'],
      [/^класс$/i, 'klass'],
      [/^вариант$/i, 'variant'],
      [/^всего баллов$/i, 'total'],
    ],
    known: /^$/,
    item: (header) => itemOf(/^балл за (?:задание )?(\d[\d.]*(?:[КK]\d+)?)$/i.exec(header)),
    needed: ['login', 'total'],
  },
  {
    format: 'vpr-2022',
    roles: [
      [/^пользователь$/i, 'login'],
      [/^муниципалитет$/i, 'municipality'],
      [/^школа$/i, 'school'],
      [/^дата загрузки$/i, 'uploaded'],
      [/^код$/i, 'pupil'],
      [/^вариант$/i, 'variant'],
      [/^наименование класса$/i, 'klass'],
      [/^пол$/i, 'gender'],
      [/^отметка за предыдущ/i, 'journal'],
      [/^итого баллов$/i, 'total'],
    ],
    known: /^(?:код региона|регион)$/i,
    item: (header) => itemOf(/^(\d[\d.]*(?:[КK]\d+)?) ?\((\d+) ?б\.?\)$/i.exec(header)),
    needed: ['login', 'total', 'pupil'],
  },
  {
    // Headers of `resultsTemplate`.
    format: 'template',
    roles: [
      [/^код школы$/i, 'login'],
      [/^школа$/i, 'school'],
      [/^муниципалитет$/i, 'municipality'],
      [/^код участника$/i, 'pupil'],
      [/^класс$/i, 'klass'],
      [/^пол$/i, 'gender'],
      [/^вариант$/i, 'variant'],
      [/^не участвовал/i, 'absent'],
      [/^отметка за период$/i, 'journal'],
      [/^первичный балл$/i, 'total'],
      [/^(?:отметка|тестовый балл)$/i, 'mark'],
    ],
    known: /^$/,
    item: (header) => itemOf(/^(\d[\d.]*(?:[КK]\d+)?|ГК\d) ?\((\d+|\?) ?б\.?\)$/i.exec(header)),
    needed: ['login', 'pupil', 'absent'],
    withoutItems: true,
  },
];

/** A header stands within so many rows from the top. */
const HEADER_WITHIN = 20;

export function layoutOf(sheet: DataSheet): Layout | null {
  for (let row = 0; row < Math.min(HEADER_WITHIN, sheet.rowCount); row += 1) {
    const headers = headersOf(sheet, row);
    if (headers.filter((header) => header !== '').length < 3) continue;
    for (const format of FORMATS) {
      const layout = fitted(format, sheet, row, headers);
      if (layout) return layout;
    }
  }
  return null;
}

export function headersOf(sheet: DataSheet, row: number): string[] {
  return sheet.columns.map((column) => {
    if (!column) return '';
    if (column.kinds[row] === CELL.text) {
      const header = cleanText(sheet.texts[column.values[row]!] ?? '');
      // What pandas writes over a column without a name.
      return /^unnamed: \d+$/i.test(header) ? '' : header;
    }
    return column.kinds[row] === CELL.number ? String(column.values[row]) : '';
  });
}

function fitted(format: Format, sheet: DataSheet, headerRow: number, headers: string[]): Layout | null {
  const columns: Layout['columns'] = {};
  const items: ItemColumn[] = [];
  const passedOver = new Set<number>();
  headers.forEach((header, column) => {
    const role = format.roles.find(([pattern]) => pattern.test(header))?.[1];
    if (role) columns[role] ??= column;
    const item = role ? null : format.item(header);
    if (item) items.push({ ...item, column, header });
    else if (header !== '' && (format.known.test(header) || TEXTBOOK.test(header))) passedOver.add(column);
  });
  if ((items.length === 0 && !format.withoutItems) || format.needed.some((role) => columns[role] === undefined))
    return null;
  const overwritten = format.format === 'vpr-2020' ? missingItem(items, headers) : null;
  return { format: format.format, sheet, headerRow, columns, headers, items, passedOver, overwritten };
}

function itemOf(match: RegExpExecArray | null): { name: string; maximum: number | null } | null {
  if (!match) return null;
  const name = match[1]!.replace(/[kк]/gi, 'К').replace(/\.$/, '');
  return { name, maximum: match[2] === undefined || match[2] === '?' ? null : Number(match[2]) };
}

/** «Учебник» stands where the next item should be. */
function missingItem(items: readonly ItemColumn[], headers: readonly string[]): string | null {
  const textbook = headers.findIndex((header) => /^учебник$/i.test(header));
  const before = items.find(({ column }) => column === textbook - 1);
  const expected = before ? Number(before.name) + 1 : 1;
  const gap = !items.some(({ name }) => Number(name) === expected);
  const after = items.some(({ column }) => column > textbook);
  return textbook >= 0 && gap && after ? String(expected) : null;
}
