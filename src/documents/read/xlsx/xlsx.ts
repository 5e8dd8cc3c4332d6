/** Excel workbooks: the visible sheets, each cell as the sheet shows it; formulas by their last result. */
import type { Block } from '../../model.ts';
import { paragraph } from '../assemble.ts';
import { mainPart, partOfType, relationsOf } from '../package.ts';
import type { Budget } from '../limits.ts';
import { child, childrenOf, parseXml, type XmlNode } from '../xml.ts';
import type { Archive } from '../zip.ts';
import { sheetBlocks } from './layout.ts';
import { formatCode } from './number-text.ts';
import { type CellStyle, isTrue, readSheet, stringText, type Workbook } from './sheet.ts';

export function readXlsx(archive: Archive, budget: Budget): { blocks: Block[]; sheets: string[] } {
  const part = mainPart(archive, 'xl/workbook.xml', budget);
  const relations = relationsOf(archive, part, budget);
  const root = parseXml(archive.text(part)!, budget);
  const workbook: Workbook = {
    strings: readStrings(partOfType(archive, relations, 'sharedStrings'), budget),
    styles: readStyles(partOfType(archive, relations, 'styles'), budget),
    from1904: isTrue(child(root, 'x:workbookPr')?.attributes['date1904']),
  };
  const titles = printTitles(root);
  const found = childrenOf(child(root, 'x:sheets'), 'x:sheet').flatMap((sheet, index) => {
    const target = relations.get(sheet.attributes['r:id'] ?? '')?.target;
    const xml = target === undefined || isHidden(sheet) ? null : archive.text(target);
    if (xml === null) return [];
    const addresses = new Map(
      [...relationsOf(archive, target!, budget)]
        .filter(([, { external }]) => external)
        .map(([id, relation]) => [id, relation.target]),
    );
    const blocks = sheetBlocks(readSheet(xml, workbook, addresses, budget), titles.get(index) ?? null, budget);
    return [{ name: sheet.attributes['name'] ?? '', blocks }];
  });
  const filled = found.filter((sheet) => sheet.blocks.length > 0);
  const blocks = filled.flatMap((sheet) =>
    filled.length > 1 ? [paragraph(sheet.name, { headingLevel: 1 }), ...sheet.blocks] : sheet.blocks,
  );
  return { blocks, sheets: found.map((sheet) => sheet.name) };
}

function isHidden(sheet: XmlNode): boolean {
  return /hidden/i.test(sheet.attributes['state'] ?? '');
}

function readStrings(xml: string | null, budget: Budget): string[] {
  const strings: string[] = [];
  const take = (node: XmlNode): boolean => {
    if (node.name !== 'x:si') return false;
    strings.push(stringText(node));
    return true;
  };
  if (xml !== null) parseXml(xml, budget, { take, skip: new Set(['x:rPh']) });
  return strings;
}

function readStyles(xml: string | null, budget: Budget): CellStyle[] {
  if (xml === null) return [];
  const root = parseXml(xml, budget, { skip: new Set(['x:dxfs', 'x:cellStyles', 'x:extLst']) });
  const codes = new Map(
    childrenOf(child(root, 'x:numFmts'), 'x:numFmt').map(({ attributes }) => [
      Number(attributes['numFmtId']),
      attributes['formatCode'] ?? '',
    ]),
  );
  const fonts = childrenOf(child(root, 'x:fonts'), 'x:font').map((font) => ({
    bold: isSet(font, 'x:b'),
    italic: isSet(font, 'x:i'),
  }));
  return childrenOf(child(root, 'x:cellXfs'), 'x:xf').map(({ attributes }) => {
    const font = fonts[Number(attributes['fontId'])];
    return {
      code: formatCode(Number(attributes['numFmtId'] ?? 0), codes),
      bold: font?.bold ?? false,
      italic: font?.italic ?? false,
    };
  });
}

function isSet(font: XmlNode, name: string): boolean {
  const mark = child(font, name);
  return mark !== null && mark.attributes['val'] !== '0' && mark.attributes['val'] !== 'false';
}

/** Rows that are printed on every page, by the sheet's index. */
function printTitles(root: XmlNode): Map<number, [number, number]> {
  const titles = new Map<number, [number, number]>();
  for (const name of childrenOf(child(root, 'x:definedNames'), 'x:definedName')) {
    const sheet = Number(name.attributes['localSheetId']);
    const rows =
      name.attributes['name'] === '_xlnm.Print_Titles' ? /\$(\d+):\$(\d+)/.exec(name.children.join('')) : null;
    if (rows) titles.set(sheet, [Number(rows[1]) - 1, Number(rows[2]) - 1]);
  }
  return titles;
}
