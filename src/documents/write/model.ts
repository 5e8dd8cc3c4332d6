/**
 * A document as officials set it, before any file format. A plan or a report is described once
 * so; the DOCX, PDF and XLSX writers take it as it is and know nothing of plans.
 */
export type OfficialDocument = {
  orientation: 'portrait' | 'landscape';
  /** The block in the upper right corner, line by line: «УТВЕРЖДЁН», «приказом …». */
  stamp: string[];
  /** Centred lines; together they are what the document is called. */
  title: string[];
  blocks: OfficialBlock[];
  signature: Signature | null;
  /** Name of the first tab when written as a workbook. */
  tab: string;
};

export type OfficialBlock = OfficialParagraph | OfficialTable;

export type OfficialParagraph = {
  kind: 'paragraph';
  /** `heading` stands centred in bold and stays with what follows; `note` is centred and plain. */
  style: 'body' | 'heading' | 'note';
  /** Words in bold in front of the text: «Цель:». */
  lead?: string;
  text: string;
  /** A workbook starts a new tab here. */
  tab?: string;
};

export type OfficialTable = {
  kind: 'table';
  columns: OfficialColumn[];
  /** Repeated on every page. */
  header: OfficialRow[];
  rows: OfficialRow[];
  /** As for a paragraph. */
  tab?: string;
};

export type OfficialColumn = {
  align: 'left' | 'center' | 'right';
  /** Whole numbers, which a workbook holds as such. */
  numeric?: boolean;
};

export type OfficialRow = {
  /** `section`: a full-width heading that stays with the next row; `total`: ИТОГО. */
  role?: 'section' | 'total';
  cells: OfficialCell[];
};

export type OfficialCell = {
  paragraphs: string[];
  columnSpan?: number;
  /** Rows covered; the rows below then have no cell in that place. */
  rowSpan?: number;
};

/** «Начальник управления образования ____ (подпись)»: the line to sign on. */
export type Signature = { post: string; name: string };

/** Page and type, in millimetres and points, as the offices set them. */
export const A4 = { short: 210, long: 297 } as const;

const MARGINS = {
  portrait: { left: 30, right: 15, top: 20, bottom: 20 },
  // The binding edge of a sheet turned on its side is its top.
  landscape: { left: 20, right: 15, top: 30, bottom: 15 },
} as const;

export function marginsOf(document: OfficialDocument): { left: number; right: number; top: number; bottom: number } {
  return MARGINS[document.orientation];
}

/** Width of the text, in millimetres. */
export function textWidthOf(document: OfficialDocument): number {
  const { left, right } = marginsOf(document);
  return (document.orientation === 'portrait' ? A4.short : A4.long) - left - right;
}

export const BODY_POINTS = 14;

/** Many columns need smaller type, so that words stay whole. */
export const TABLE_POINTS = [12, 11, 10] as const;

export function tablePoints(table: OfficialTable): (typeof TABLE_POINTS)[number] {
  if (table.columns.length <= 5) return 12;
  return table.columns.length <= 7 ? 11 : 10;
}

/** One cell of plain text; each line is a paragraph of its own. */
export function cell(
  text: string | number | null | string[],
  spans: Pick<OfficialCell, 'columnSpan' | 'rowSpan'> = {},
): OfficialCell {
  return { paragraphs: Array.isArray(text) ? text : [text === null ? '' : String(text)], ...spans };
}
