/**
 * An official document as DOCX: Times New Roman, margins and stamp as the offices set them, header
 * rows repeated on every page, rows not split, page numbers at the top centre from the second page.
 */
import {
  AlignmentType,
  convertMillimetersToTwip as twips,
  Document,
  type FileChild,
  Header,
  HeadingLevel,
  type IParagraphStyleOptions,
  Packer,
  PageNumber,
  PageOrientation,
  Paragraph,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TabStopType,
  TextRun,
  VerticalAlignTable,
  WidthType,
} from 'docx';
import { columnWidths } from './column-widths.ts';
import { placeCells } from './grid.ts';
import {
  A4,
  BODY_POINTS,
  marginsOf,
  type OfficialBlock,
  type OfficialCell,
  type OfficialColumn,
  type OfficialDocument,
  type OfficialParagraph,
  type OfficialRow,
  type OfficialTable,
  type Signature,
  TABLE_POINTS,
  tablePoints,
  textWidthOf,
} from './model.ts';
import { keepTogether } from './no-break.ts';

const FONT = 'Times New Roman';
const FIRST_LINE = twips(12.5);

export async function writeDocx(document: OfficialDocument): Promise<Uint8Array> {
  const width = textWidthOf(document);
  const file = new Document({
    title: document.title.join(' '),
    creator: 'Опора',
    styles: {
      default: {
        document: { run: { font: FONT, size: BODY_POINTS * 2, language: { value: 'ru-RU' } } },
        heading1: { run: { font: FONT, size: BODY_POINTS * 2, bold: true, color: '000000' } },
      },
      paragraphStyles: TABLE_POINTS.flatMap(cellStyles),
    },
    sections: [
      {
        properties: { titlePage: true, page: page(document) },
        headers: { default: pageNumber(), first: new Header({ children: [new Paragraph({})] }) },
        children: [
          ...stamp(document.stamp, width),
          ...title(document.title),
          ...document.blocks.flatMap((block) => content(block, width)),
          ...(document.signature ? [signature(document.signature, width)] : []),
        ],
      },
    ],
  });
  return Packer.toBuffer(file);
}

function page(document: OfficialDocument): object {
  const { left, right, top, bottom } = marginsOf(document);
  return {
    // The library turns the sheet itself: it wants the sizes of the upright page.
    size: {
      width: twips(A4.short),
      height: twips(A4.long),
      orientation: document.orientation === 'landscape' ? PageOrientation.LANDSCAPE : PageOrientation.PORTRAIT,
    },
    margin: {
      left: twips(left),
      right: twips(right),
      top: twips(top),
      bottom: twips(bottom),
      header: twips(10),
      footer: twips(8),
    },
  };
}

function pageNumber(): Header {
  const number = new TextRun({ children: [PageNumber.CURRENT], size: 24 });
  return new Header({ children: [new Paragraph({ alignment: AlignmentType.CENTER, children: [number] })] });
}

/** Flush left within the right-hand part of the page, as the offices place it. */
function stamp(lines: string[], width: number): Paragraph[] {
  return lines.map(
    (line, index) =>
      new Paragraph({
        indent: { left: twips(Math.round(width * 0.62)) },
        spacing: { after: index === lines.length - 1 ? 240 : 0 },
        children: [run(line)],
      }),
  );
}

function title(lines: string[]): Paragraph[] {
  return lines.map(
    (line, index) =>
      new Paragraph({
        alignment: AlignmentType.CENTER,
        keepNext: true,
        keepLines: true,
        outlineLevel: index === 0 ? 0 : undefined,
        spacing: { after: index === lines.length - 1 ? 240 : 0 },
        children: [run(line, { bold: true })],
      }),
  );
}

function content(block: OfficialBlock, width: number): FileChild[] {
  // A table that ends the document needs a paragraph after it; elsewhere it is the space before what follows.
  return block.kind === 'table' ? [table(block, width), new Paragraph({ spacing: { line: 240 } })] : [paragraph(block)];
}

function paragraph({ style, lead, text }: OfficialParagraph): Paragraph {
  if (style === 'heading') {
    return new Paragraph({
      alignment: AlignmentType.CENTER,
      heading: HeadingLevel.HEADING_1,
      keepNext: true,
      keepLines: true,
      spacing: { before: 120, after: 120 },
      children: [run(text, { bold: true })],
    });
  }
  const children = [...(lead === undefined ? [] : [run(`${lead} `, { bold: true })]), run(text)];
  if (style === 'note') return new Paragraph({ alignment: AlignmentType.CENTER, spacing: { after: 160 }, children });
  return new Paragraph({
    alignment: AlignmentType.JUSTIFIED,
    indent: { firstLine: FIRST_LINE },
    spacing: { after: 100 },
    children,
  });
}

function table(block: OfficialTable, width: number): Table {
  const points = tablePoints(block);
  const widths = columnWidths(block, width, points).map((millimetres) => twips(millimetres));
  const rows = [...block.header, ...block.rows];
  const placed = placeCells(rows, block.columns.length);
  return new Table({
    layout: TableLayoutType.FIXED,
    width: { size: widths.reduce((total, value) => total + value, 0), type: WidthType.DXA },
    columnWidths: widths,
    margins: {
      left: twips(1.5),
      right: twips(1.5),
      top: twips(0.5),
      bottom: twips(0.5),
      marginUnitType: WidthType.DXA,
    },
    rows: rows.map((row, index) =>
      tableRow(row, placed[index]!, block.columns, { header: index < block.header.length, points }),
    ),
  });
}

function tableRow(
  { role }: OfficialRow,
  places: (OfficialCell | undefined)[],
  columns: OfficialColumn[],
  { header, points }: { header: boolean; points: number },
): TableRow {
  const centred = header || role === 'section';
  const bold = header || role !== undefined;
  return new TableRow({
    tableHeader: header,
    cantSplit: true,
    keepNext: centred,
    children: places.flatMap((cell, column) =>
      cell
        ? [
            new TableCell({
              columnSpan: cell.columnSpan,
              rowSpan: cell.rowSpan,
              verticalAlign: centred ? VerticalAlignTable.CENTER : undefined,
              children: (cell.paragraphs.length === 0 ? [''] : cell.paragraphs).map(
                (text) =>
                  new Paragraph({
                    alignment: alignmentOf(centred ? 'center' : columns[column]!.align),
                    style: bold ? `CellBold${points}` : `Cell${points}`,
                    children: text === '' ? [] : [run(text)],
                  }),
              ),
            }),
          ]
        : [],
    ),
  });
}

/** Post at the left, a line to sign on, the name at the right edge. */
function signature({ post, name }: Signature, width: number): Paragraph {
  return new Paragraph({
    keepLines: true,
    spacing: { before: 480 },
    tabStops: [{ type: TabStopType.RIGHT, position: twips(width) }],
    children: [run(`${post} ____________________`), new TextRun({ children: ['\t'] }), run(name)],
  });
}

function run(text: string, { bold }: { bold?: true } = {}): TextRun {
  return new TextRun({ text: clean(keepTogether(text)), bold });
}

/** Styles rather than marks on every word: the file is smaller, and one change in Word sets the whole table. */
function cellStyles(points: number): IParagraphStyleOptions[] {
  const style = (id: string, name: string, bold?: true) => ({
    id,
    name,
    basedOn: 'Normal',
    quickFormat: true,
    run: { size: points * 2, bold },
  });
  return [
    style(`Cell${points}`, `Таблица ${points}`),
    style(`CellBold${points}`, `Таблица ${points} полужирный`, true),
  ];
}

/** XML 1.0 has no place for control characters. */
function clean(text: string): string {
  // eslint-disable-next-line no-control-regex
  return text.replace(/[\u0000-\u0008\u000B-\u001F\uFFFE\uFFFF]/g, '').replace(/[\t\n]/g, ' ');
}

/** To the left is how a paragraph stands by itself. */
function alignmentOf(align: OfficialColumn['align']): Alignment {
  if (align === 'left') return undefined;
  return align === 'center' ? AlignmentType.CENTER : AlignmentType.RIGHT;
}

type Alignment = (typeof AlignmentType)[keyof typeof AlignmentType] | undefined;
