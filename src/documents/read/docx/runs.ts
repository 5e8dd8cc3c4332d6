/**
 * What stands in a paragraph: the text that Word would print with all revisions accepted.
 * Fields keep their result and lose their code; text boxes are handed back to be read as blocks.
 */
import type { Budget } from '../limits.ts';
import { child, elements, textOf, type XmlNode } from '../xml.ts';
import type { Relation } from '../package.ts';
import { isOn, runFormat, type Style, type Styles } from './styles.ts';
import { symbolText } from '../symbols.ts';

export type Inline = {
  text: string;
  links: string[];
  bold: boolean;
  italic: boolean;
  /** Contents of text boxes anchored here (`w:txbxContent`). */
  boxes: XmlNode[];
};

/** A field between its begin and end marks; it may reach over several paragraphs. */
type Field = { inCode: boolean; code: string };

export type InlineContext = {
  styles: Styles;
  relations: Map<string, Relation>;
  fields: Field[];
  budget: Budget;
};

type Draft = Inline & { filledRuns: number; boldRuns: number; italicRuns: number };

const DROPPED = new Set([
  'w:del',
  'w:moveFrom',
  'w:pPr',
  'w:rPr',
  'w:sdtPr',
  'w:sdtEndPr',
  'w:commentReference',
  'w:rt',
]);
const HYPERLINK_CODE = /^\s*HYPERLINK\s+"([^"]+)"/i;

export function readInline(paragraph: XmlNode, paragraphStyle: Style, context: InlineContext): Inline {
  const draft: Draft = {
    text: '',
    links: [],
    bold: false,
    italic: false,
    boxes: [],
    filledRuns: 0,
    boldRuns: 0,
    italicRuns: 0,
  };
  readContainer(paragraph, paragraphStyle, context, draft);
  // A code that was never closed must not swallow the rest of the document.
  for (const field of context.fields) field.inCode = false;
  const { text, links, boxes, filledRuns } = draft;
  return {
    text,
    links,
    boxes,
    bold: filledRuns > 0 && draft.boldRuns === filledRuns,
    italic: filledRuns > 0 && draft.italicRuns === filledRuns,
  };
}

function readContainer(node: XmlNode, style: Style, context: InlineContext, draft: Draft): void {
  for (const inner of elements(node)) {
    context.budget.step();
    if (DROPPED.has(inner.name)) continue;
    switch (inner.name) {
      case 'w:r':
        readRun(inner, style, context, draft);
        break;
      case 'w:hyperlink':
        addLink(context.relations.get(inner.attributes['r:id'] ?? ''), draft);
        readContainer(inner, style, context, draft);
        break;
      case 'w:fldSimple':
        addFieldLink(inner.attributes['w:instr'] ?? '', draft);
        readContainer(inner, style, context, draft);
        break;
      case 'w:sdt':
        if (!isPlaceholder(inner)) readContainer(inner, style, context, draft);
        break;
      case 'm:oMath':
      case 'm:oMathPara':
        draft.text += textOf(inner);
        break;
      case 'mc:AlternateContent':
        readAlternate(inner, (branch) => readContainer(branch, style, context, draft));
        break;
      default:
        readContainer(inner, style, context, draft);
    }
  }
}

function readRun(run: XmlNode, style: Style, context: InlineContext, draft: Draft): void {
  const properties = child(run, 'w:rPr');
  const own = runFormat(properties);
  const character = context.styles.get(child(properties, 'w:rStyle')?.attributes['w:val'] ?? null);
  if (own.hidden ?? character.hidden ?? style.hidden ?? false) {
    readFieldMarks(run, context, draft);
    return;
  }
  const before = draft.text.length;
  readRunContent(run, context, draft);
  if (draft.text.slice(before).trim() === '') return;
  draft.filledRuns += 1;
  // Within styles bold is a switch: bold in a bold paragraph style is plain.
  if (own.bold ?? (character.bold ?? false) !== (style.bold ?? false)) draft.boldRuns += 1;
  if (own.italic ?? (character.italic ?? false) !== (style.italic ?? false)) draft.italicRuns += 1;
}

function readRunContent(run: XmlNode, context: InlineContext, draft: Draft): void {
  for (const inner of elements(run)) {
    if (DROPPED.has(inner.name)) continue;
    switch (inner.name) {
      case 'w:fldChar':
      case 'w:instrText':
        readFieldMark(inner, context, draft);
        break;
      case 'w:drawing':
      case 'w:pict':
      case 'w:object':
        collectBoxes(inner, draft.boxes);
        break;
      case 'mc:AlternateContent':
        readAlternate(inner, (branch) => readRunContent(branch, context, draft));
        break;
      case 'w:ruby':
        for (const base of elements(child(inner, 'w:rubyBase'))) readRunContent(base, context, draft);
        break;
      default:
        if (!context.fields.some((field) => field.inCode)) draft.text += characters(inner);
    }
  }
}

function characters(node: XmlNode): string {
  switch (node.name) {
    case 'w:t':
      return textOf(node).replace(/[\t\n\r]+/g, ' ');
    case 'w:tab':
    case 'w:ptab':
      return '\t';
    case 'w:br':
    case 'w:cr':
      return '\n';
    case 'w:noBreakHyphen':
      return '-';
    case 'w:sym':
      return symbolText(node.attributes['w:char'] ?? '', node.attributes['w:font'] ?? '');
    default:
      return '';
  }
}

function readFieldMarks(run: XmlNode, context: InlineContext, draft: Draft): void {
  for (const inner of elements(run)) readFieldMark(inner, context, draft);
}

function readFieldMark(node: XmlNode, context: InlineContext, draft: Draft): void {
  const field = context.fields.at(-1);
  if (node.name === 'w:instrText' && field?.inCode) field.code += textOf(node);
  if (node.name !== 'w:fldChar') return;
  switch (node.attributes['w:fldCharType']) {
    case 'begin':
      context.budget.depth(context.fields.length);
      context.fields.push({ inCode: true, code: '' });
      break;
    case 'separate':
      if (field) {
        field.inCode = false;
        addFieldLink(field.code, draft);
      }
      break;
    case 'end':
      context.fields.pop();
  }
}

function addFieldLink(code: string, draft: Draft): void {
  const address = HYPERLINK_CODE.exec(code)?.[1];
  if (address !== undefined) draft.links.push(address);
}

function addLink(relation: Relation | undefined, draft: Draft): void {
  if (relation?.external) draft.links.push(relation.target);
}

export function isPlaceholder(sdt: XmlNode): boolean {
  const mark = child(child(sdt, 'w:sdtPr'), 'w:showingPlcHdr');
  return mark !== null && isOn(mark.attributes['w:val'] ?? 'true');
}

/** The first choice, and the fallback only for want of one: both say the same. */
function readAlternate(node: XmlNode, read: (branch: XmlNode) => void): void {
  const branch = child(node, 'mc:Choice') ?? child(node, 'mc:Fallback');
  if (branch) read(branch);
}

function collectBoxes(node: XmlNode, boxes: XmlNode[]): void {
  if (node.name === 'w:txbxContent') {
    boxes.push(node);
    return;
  }
  if (node.name === 'mc:AlternateContent') readAlternate(node, (branch) => collectBoxes(branch, boxes));
  else for (const inner of elements(node)) collectBoxes(inner, boxes);
}
