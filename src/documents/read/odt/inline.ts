/** The text of an OpenDocument paragraph: white space as the format folds it, notes and comments left out. */
import type { Budget } from '../limits.ts';
import type { XmlNode } from '../xml.ts';
import type { OdtStyle, OdtStyles } from './styles.ts';

export type Inline = { text: string; links: string[]; bold: boolean; italic: boolean; boxes: XmlNode[] };

type Draft = Inline & { filled: number; boldRuns: number; italicRuns: number };
type Look = { bold: boolean; italic: boolean };

const DROPPED = new Set([
  'text:note',
  'office:annotation',
  'office:annotation-end',
  'text:tracked-changes',
  'text:ruby-text',
  'text:hidden-text',
  'svg:title',
  'svg:desc',
  'draw:object',
  'draw:image',
  'office:event-listeners',
  'text:bookmark',
  'text:soft-page-break',
]);
const BOXES = new Set(['draw:text-box', 'draw:custom-shape', 'draw:rect', 'draw:ellipse']);
const MOST_SPACES = 100;

export function readInline(paragraph: XmlNode, style: OdtStyle, styles: OdtStyles, budget: Budget): Inline {
  const draft: Draft = {
    text: '',
    links: [],
    bold: false,
    italic: false,
    boxes: [],
    filled: 0,
    boldRuns: 0,
    italicRuns: 0,
  };
  read(paragraph, { bold: style.bold ?? false, italic: style.italic ?? false });
  const { filled, boldRuns, italicRuns, ...inline } = draft;
  return { ...inline, bold: filled > 0 && boldRuns === filled, italic: filled > 0 && italicRuns === filled };

  function read(node: XmlNode, look: Look): void {
    for (const inner of node.children) {
      budget.step();
      if (typeof inner === 'string') addText(inner, look);
      else if (BOXES.has(inner.name)) draft.boxes.push(inner);
      else if (!DROPPED.has(inner.name)) readElement(inner, look);
    }
  }

  function readElement(node: XmlNode, look: Look): void {
    switch (node.name) {
      case 'text:s':
        draft.text += ' '.repeat(Math.min(Number(node.attributes['text:c'] ?? 1) || 1, MOST_SPACES));
        break;
      case 'text:tab':
        draft.text += '\t';
        break;
      case 'text:line-break':
        draft.text += '\n';
        break;
      case 'text:a':
        if (node.attributes['xlink:href'] && !node.attributes['xlink:href'].startsWith('#'))
          draft.links.push(node.attributes['xlink:href']);
        read(node, look);
        break;
      case 'text:span': {
        const own = styles.get('text', node.attributes['text:style-name']);
        if (!own.hidden) read(node, { bold: own.bold ?? look.bold, italic: own.italic ?? look.italic });
        break;
      }
      default:
        read(node, look);
    }
  }

  function addText(text: string, look: Look): void {
    const folded = text.replace(/[ \t\r\n]+/g, ' ');
    draft.text += /^\s?$/.test(draft.text.slice(-1)) ? folded.trimStart() : folded;
    if (folded.trim() === '') return;
    draft.filled += 1;
    if (look.bold) draft.boldRuns += 1;
    if (look.italic) draft.italicRuns += 1;
  }
}
