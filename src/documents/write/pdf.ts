/**
 * An official document as PDF, set by Typst with its own embedded serif; the same bytes every time. Tagged for screen
 * readers: language, title, headings, tables with their header cells, as PDF/UA-1 asks.
 */
import { NodeCompiler, type NodeTypstDocument, PdfStandard } from '@myriaddreamin/typst-ts-node-compiler';
import { columnWidths, textWidth, CELL_PADDING, MM_PER_POINT } from './column-widths.ts';
import { placeCells } from './grid.ts';
import {
  A4,
  BODY_POINTS,
  marginsOf,
  type OfficialBlock,
  type OfficialDocument,
  type OfficialTable,
  tablePoints,
  textWidthOf,
} from './model.ts';
import { keepNumbersTogether, keepTogether, pieces } from './no-break.ts';
import { TEMPLATE } from './pdf-template.ts';

/** Results of the compiler unused in so many runs are forgotten: its memory stays bounded. */
const CACHE_AGE = 10;

/** Widths of words are estimated, and rather too high. */
const ESTIMATE_EXCESS = 1.05;
/** Share of the page, beside the repeated header; Typst would let a higher unbreakable row run off the page. */
const TALLEST_KEPT_WHOLE = 0.8;
/** A place where a line may end; readers drop it. */
const ZERO_WIDTH_SPACE = '\u200B';

let compiler: NodeCompiler | undefined;

export function writePdf(document: OfficialDocument): Uint8Array {
  compiler ??= NodeCompiler.create();
  try {
    const compiled = compiler.compile({
      mainFileContent: TEMPLATE,
      inputs: { document: JSON.stringify(forTypst(document)) },
    });
    if (!compiled.result) {
      throw new Error(`Typst refused the document: ${JSON.stringify(compiled.takeDiagnostics()?.shortDiagnostics)}`);
    }
    return exported(compiler, compiled.result);
  } finally {
    compiler.evictCache(CACHE_AGE);
  }
}

/** As PDF/UA-1; a document that cannot be one (no title, letters that the font has not) is tagged all the same. */
function exported(compiler: NodeCompiler, result: NodeTypstDocument): Uint8Array {
  try {
    return compiler.pdf(result, { pdfStandard: PdfStandard.UA_1 });
  } catch {
    return compiler.pdf(result);
  }
}

function forTypst(document: OfficialDocument): object {
  return {
    landscape: document.orientation === 'landscape',
    margins: marginsOf(document),
    bodyPoints: BODY_POINTS,
    name: document.title.join(' '),
    stamp: document.stamp.map(words),
    title: document.title.map(words),
    blocks: document.blocks.map((block) => blockForTypst(block, document)),
    signature: document.signature,
  };
}

function blockForTypst(block: OfficialBlock, document: OfficialDocument): object {
  if (block.kind === 'paragraph')
    return { kind: block.kind, style: block.style, lead: block.lead ?? null, text: words(block.text) };
  const points = tablePoints(block);
  const widths = columnWidths(block, textWidthOf(document), points);
  const [header, body] = tableRows(block, widths, { points, pageHeight: pageHeightOf(document) });
  return { kind: block.kind, points, widths, header, parts: partsOf(body) };
}

type Piece = { text: string; whole: boolean };

function words(text: string): Piece[] {
  return pieces(keepTogether(breakable(text)));
}

/** A word wider than its cell gets places to break: Typst would let it run into the next cell. */
function cellWords(text: string, width: number, points: number): Piece[] {
  const em = points * MM_PER_POINT;
  const fitted = text.replace(/[^\s–/-]{12,}/g, (part) =>
    textWidth(part, em) <= width * ESTIMATE_EXCESS ? part : part.replace(/.{6}(?=.)/gu, `$&${ZERO_WIDTH_SPACE}`),
  );
  return pieces(keepNumbersTogether(breakable(fitted)));
}

/** By the letter of Unicode's rules no line may end between «» (», however narrow the column. */
function breakable(text: string): string {
  return text.replace(/(?<=[»"”]) (?=\()/g, ` ${ZERO_WIDTH_SPACE}`);
}

type TypstRow = { section: boolean; bold: boolean; centred: boolean; breakable: boolean; cells: object[] };

function tableRows(
  table: OfficialTable,
  widths: number[],
  { points, pageHeight }: { points: number; pageHeight: number },
): [TypstRow[], TypstRow[]] {
  const rows = [...table.header, ...table.rows];
  const placed = placeCells(rows, table.columns.length);
  const all = rows.map(({ role }, index): TypstRow => {
    const header = index < table.header.length;
    const centred = header || role === 'section';
    const height = Math.max(
      ...placed[index]!.map((cell, column) =>
        cell ? cellHeight(cell.paragraphs, widthOf(widths, column, cell.columnSpan), points) : 0,
      ),
    );
    return {
      section: role === 'section',
      bold: header || role !== undefined,
      centred,
      breakable: height > pageHeight * TALLEST_KEPT_WHOLE,
      cells: placed[index]!.flatMap((cell, column) =>
        cell
          ? [
              {
                columnSpan: cell.columnSpan ?? 1,
                rowSpan: cell.rowSpan ?? 1,
                align: table.columns[column]!.align,
                paragraphs: cell.paragraphs.map((text) =>
                  cellWords(text, widthOf(widths, column, cell.columnSpan) - CELL_PADDING, points),
                ),
              },
            ]
          : [],
      ),
    };
  });
  return [all.slice(0, table.header.length), all.slice(table.header.length)];
}

/** A section's heading rows are given apart: Typst keeps a header with the row that follows it. */
function partsOf(rows: TypstRow[]): { section: TypstRow[]; rows: TypstRow[] }[] {
  const parts: { section: TypstRow[]; rows: TypstRow[] }[] = [];
  for (const row of rows) {
    const part = parts.at(-1);
    if (row.section && part && part.rows.length === 0) part.section.push(row);
    else if (row.section) parts.push({ section: [row], rows: [] });
    else if (part) part.rows.push(row);
    else parts.push({ section: [], rows: [row] });
  }
  return parts;
}

function cellHeight(paragraphs: string[], width: number, points: number): number {
  const em = points * MM_PER_POINT;
  const lines = paragraphs.reduce(
    (total, text) => total + Math.ceil(textWidth(text, em) / (width - CELL_PADDING) + 0.5),
    0,
  );
  return lines * em * 1.25;
}

function widthOf(widths: number[], column: number, span = 1): number {
  return widths.slice(column, column + span).reduce((total, width) => total + width, 0);
}

function pageHeightOf(document: OfficialDocument): number {
  const { top, bottom } = marginsOf(document);
  return (document.orientation === 'portrait' ? A4.long : A4.short) - top - bottom;
}
