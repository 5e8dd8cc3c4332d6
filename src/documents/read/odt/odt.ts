/** OpenDocument texts and sheets, read as they stream by; tracked deletions and comments are left out. */
import { AppError } from '#kernel/errors.ts';
import type { Block, Table } from '../../model.ts';
import { paragraph } from '../assemble.ts';
import type { Budget } from '../limits.ts';
import { parseXml, type XmlNode } from '../xml.ts';
import { sheetBlocks } from '../xlsx/layout.ts';
import type { Sheet } from '../xlsx/sheet.ts';
import type { Archive } from '../zip.ts';
import { OdtBody } from './body.ts';
import { OdtStyles, styleContainers } from './styles.ts';

const SKIPPED = new Set([
  'text:tracked-changes',
  'office:forms',
  'text:sequence-decls',
  'text:variable-decls',
  'text:user-field-decls',
  'office:scripts',
  'office:font-face-decls',
  'table:content-validations',
  'table:named-expressions',
  'office:binary-data',
  'table:shapes',
]);

export function readOdt(archive: Archive, budget: Budget): Block[] {
  return readBody(archive, budget).map(({ block }) => block);
}

/** The sheets, each under its name when there are several. */
export function readOds(archive: Archive, budget: Budget): { blocks: Block[]; sheets: string[] } {
  const sheets = readBody(archive, budget).flatMap(({ name, block }) => {
    return block.kind === 'table' ? [{ name, blocks: sheetBlocks(asSheet(block), null, budget) }] : [];
  });
  const filled = sheets.filter(({ blocks }) => blocks.length > 0);
  const blocks = filled.flatMap((sheet) => {
    return filled.length > 1 ? [paragraph(sheet.name, { headingLevel: 1 }), ...sheet.blocks] : sheet.blocks;
  });
  return { blocks, sheets: sheets.map(({ name }) => name) };
}

function asSheet(table: Table): Sheet {
  const sheet: Sheet = { cells: [], merges: [], links: new Map() };
  table.rows.forEach(({ cells }, row) => {
    for (const { column, columnSpan, rowSpan, paragraphs } of cells) {
      if (paragraphs.some(({ text }) => text.trim() !== '')) sheet.cells.push({ row, column, paragraphs });
      if (columnSpan === 1 && rowSpan === 1) continue;
      sheet.merges.push({ top: row, left: column, bottom: row + rowSpan - 1, right: column + columnSpan - 1 });
    }
  });
  return sheet;
}

function readBody(archive: Archive, budget: Budget): { name: string; block: Block }[] {
  const content = archive.text('content.xml');
  if (content === null) throw new AppError('fileDamaged', { text: 'В файле нет основной части документа.' });
  const styles = new OdtStyles();
  const common = archive.text('styles.xml');
  if (common !== null)
    styleContainers(parseXml(common, budget, { skip: SKIPPED })).forEach((container) => styles.add(container));
  const body = new OdtBody(styles, budget);
  const found: { name: string; block: Block }[] = [];
  const take = (node: XmlNode, ancestors: readonly XmlNode[]): boolean => {
    if (node.name === 'office:automatic-styles' || node.name === 'office:styles') {
      styles.add(node);
      return true;
    }
    if (node.name === 'table:table-row') {
      const table = outerTable(ancestors);
      if (table)
        body.readOuterRow(
          node,
          table,
          ancestors.some((ancestor) => ancestor.name === 'table:table-header-rows'),
        );
      return table !== null;
    }
    if (!/^office:(?:text|spreadsheet)$/.test(ancestors.at(-1)?.name ?? '')) return false;
    const name = node.attributes['table:name'] ?? '';
    found.push(...body.readBlock(node).map((block) => ({ name, block })));
    return true;
  };
  parseXml(content, budget, { take, skip: SKIPPED });
  return found;
}

/** The table that a row belongs to, if it lies in the body itself: not in another table, nor in a frame. */
function outerTable(ancestors: readonly XmlNode[]): XmlNode | null {
  const tables = ancestors.filter((ancestor) => ancestor.name === 'table:table');
  const inText = ancestors.some((ancestor) => ancestor.name === 'text:p' || ancestor.name === 'draw:frame');
  return tables.length === 1 && !inText ? tables[0]! : null;
}
