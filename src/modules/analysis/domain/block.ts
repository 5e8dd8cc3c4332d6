/** A chart page is made of blocks: a conclusion, the drawing, the same as a table, how it was computed. */
import type { SheetValue } from '#documents/write/sheet.ts';

export type BlockColumn = { header: string; numeric?: boolean };

export type BlockTable = { caption: string; columns: BlockColumn[]; rows: SheetValue[][] };

export type Block = {
  /** Stands in the address of the export, too. */
  id: string;
  title: string;
  conclusion: string;
  svg: string | null;
  table: BlockTable;
  how: string;
};
