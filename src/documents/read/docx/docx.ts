/**
 * Word documents (DOCX, DOCM, DOTX; transitional and strict). The body is read as it streams by:
 * each paragraph and each row of an outer table is turned into the model and let go at once.
 */
import type { Block } from '../../model.ts';
import type { Budget } from '../limits.ts';
import { parseXml, type XmlNode } from '../xml.ts';
import type { Archive } from '../zip.ts';
import { BodyReader } from './body.ts';
import { readLists } from './numbering.ts';
import { mainPart, partOfType, relationsOf } from '../package.ts';
import { readStyles } from './styles.ts';

/** Elements that hold no text of the document. */
const SKIPPED = new Set([
  'w:sectPr',
  'w:proofErr',
  'w:bookmarkStart',
  'w:bookmarkEnd',
  'w:lastRenderedPageBreak',
  'w:altChunk',
]);
/** Elements whose content is not part of the final text. */
const DROPPED = new Set(['w:del', 'w:moveFrom', 'mc:Fallback']);

export function readDocx(archive: Archive, budget: Budget): Block[] {
  const part = mainPart(archive, 'word/document.xml', budget);
  const relations = relationsOf(archive, part, budget);
  const reader = new BodyReader({
    styles: readStyles(partOfType(archive, relations, 'styles'), budget),
    lists: readLists(partOfType(archive, relations, 'numbering'), budget),
    relations,
    budget,
  });
  const take = (node: XmlNode, ancestors: readonly XmlNode[]): boolean => {
    if (node.name === 'w:tr') {
      const table = outerTable(ancestors);
      if (table) reader.readOuterRow(node, table);
      return table !== null;
    }
    if (ancestors.at(-1)?.name !== 'w:body') return false;
    reader.readBodyChild(node);
    return true;
  };
  parseXml(archive.text(part)!, budget, { take, skip: SKIPPED });
  return reader.finish();
}

/** The table that a row belongs to, if it lies in the body itself: not in another table, nor in a text box. */
function outerTable(ancestors: readonly XmlNode[]): XmlNode | null {
  let table: XmlNode | null = null;
  for (const ancestor of ancestors) {
    if (ancestor.name === 'w:p' || DROPPED.has(ancestor.name)) return null;
    if (ancestor.name !== 'w:tbl') continue;
    if (table) return null;
    table = ancestor;
  }
  return table;
}
