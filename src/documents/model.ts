/**
 * The one model that every reader fills, whatever the format: a document is a list of blocks
 * in reading order. Readers accept revisions, drop comments, read text boxes in place, resolve
 * Word's automatic numbers, and never fetch anything from outside.
 */
export type SourceFormat = 'docx' | 'doc' | 'odt' | 'rtf' | 'xlsx' | 'pdf' | 'html' | 'txt';

export type Paragraph = {
  kind: 'paragraph';
  /** Text with `\n` for line breaks inside the paragraph; the automatic number is not in it. */
  text: string;
  /** The automatic list number as printed ("1.", "2.3.", "а)", "–"), or null. */
  listNumber: string | null;
  /** 1…9 for a heading style or outline level, else null. */
  headingLevel: number | null;
  align: 'left' | 'center' | 'right' | 'justify' | null;
  bold: boolean;
  italic: boolean;
  /** Addresses of hyperlinks in the paragraph, in order. */
  links: string[];
};

export type Cell = {
  /** 0-based grid column of the cell's left edge. */
  column: number;
  columnSpan: number;
  /** Rows covered, 1 for an ordinary cell. A vertically merged cell stands once, in its first row. */
  rowSpan: number;
  paragraphs: Paragraph[];
  /** Tables inside the cell, in order. */
  tables: Table[];
};

export type Row = {
  cells: Cell[];
  /** Marked as a repeated header row in the source. */
  header: boolean;
};

export type Table = {
  kind: 'table';
  rows: Row[];
  /** Number of grid columns. */
  columnCount: number;
};

export type Block = Paragraph | Table;

export type SourceDocument = {
  format: SourceFormat;
  blocks: Block[];
  /** Names of a workbook's visible sheets, in order. When several are filled, each follows its name as a heading. */
  sheets?: string[];
};
