/** A plain list for export: one header row, one row an object. What lists, registers and imports write. */

/** A date column takes ISO dates; a number column numbers; null is an empty cell. */
export type SheetValue = string | number | null;

export type SheetColumn = {
  header: string;
  kind?: 'text' | 'number' | 'date';
  /** In characters; by the content when absent. */
  width?: number;
};

export type Sheet = {
  /** Name of the tab; cut and cleaned to what Excel allows. */
  name: string;
  /** A merged line over the table, only in XLSX. */
  title?: string;
  columns: SheetColumn[];
  rows: SheetValue[][];
};

/** Excel and LibreOffice run a text that starts so as a formula when they open a CSV file. */
export function startsLikeFormula(text: string): boolean {
  return /^[=+\-@\t\r]/.test(text);
}
