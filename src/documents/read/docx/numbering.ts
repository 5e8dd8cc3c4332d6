/** numbering.xml: which list a paragraph belongs to and how its numbers look. */
import type { Budget } from '../limits.ts';
import type { NumberedList, NumberFormat, NumberLevel } from '../numbering.ts';
import { child, childrenOf, parseXml, type XmlNode } from '../xml.ts';
import { isOn } from './styles.ts';

type AbstractList = {
  id: string;
  levels: NumberLevel[];
  /** Style id → level, for styles that number their paragraphs. */
  styleLevels: Map<string, number>;
  /** The list style this definition stands for, or borrows from. */
  definesStyle: string | null;
  followsStyle: string | null;
};

export type Lists = {
  get: (listId: string) => NumberedList | null;
  /** The level that a paragraph style has in the list, if the list says so. */
  levelOfStyle: (listId: string, styleId: string | null) => number | null;
};

const FORMATS: Record<string, NumberFormat> = {
  decimal: 'decimal',
  decimalZero: 'decimalZero',
  lowerLetter: 'lowerLetter',
  upperLetter: 'upperLetter',
  lowerRoman: 'lowerRoman',
  upperRoman: 'upperRoman',
  russianLower: 'russianLower',
  russianUpper: 'russianUpper',
  bullet: 'bullet',
  none: 'none',
};
const PLAIN_LEVEL: NumberLevel = { start: 1, format: 'decimal', text: '', restartAfter: null, legal: false };
const MOST_LEVELS = 9;

export function readLists(xml: string | null, budget: Budget): Lists {
  const root = xml === null ? null : parseXml(xml, budget, { skip: new Set(['w:numPicBullet']) });
  const abstracts = new Map(
    childrenOf(root, 'w:abstractNum').map((node) => [node.attributes['w:abstractNumId'] ?? '', abstractList(node)]),
  );
  const nodes = new Map(childrenOf(root, 'w:num').map((node) => [node.attributes['w:numId'] ?? '', node]));
  const lists = new Map<string, NumberedList | null>();

  const abstractOf = (listId: string): AbstractList | null => {
    const node = nodes.get(listId) ?? null;
    const abstract = abstracts.get(child(node, 'w:abstractNumId')?.attributes['w:val'] ?? '') ?? null;
    if (!abstract?.followsStyle) return abstract;
    return [...abstracts.values()].find((other) => other.definesStyle === abstract.followsStyle) ?? abstract;
  };
  const get = (listId: string): NumberedList | null => {
    const known = lists.get(listId);
    if (known !== undefined) return known;
    const abstract = abstractOf(listId);
    const list = abstract && numberedList(listId, nodes.get(listId)!, abstract);
    lists.set(listId, list);
    return list;
  };
  return {
    get,
    levelOfStyle: (listId, styleId) =>
      styleId === null ? null : (abstractOf(listId)?.styleLevels.get(styleId) ?? null),
  };
}

function abstractList(node: XmlNode): AbstractList {
  const levels: NumberLevel[] = [];
  const styleLevels = new Map<string, number>();
  for (const levelNode of childrenOf(node, 'w:lvl')) {
    const index = levelIndex(levelNode);
    if (index === null) continue;
    levels[index] = numberLevel(levelNode);
    const style = child(levelNode, 'w:pStyle')?.attributes['w:val'];
    if (style !== undefined) styleLevels.set(style, index);
  }
  return {
    id: node.attributes['w:abstractNumId'] ?? '',
    levels: Array.from(levels, (level) => level ?? PLAIN_LEVEL),
    styleLevels,
    definesStyle: child(node, 'w:styleLink')?.attributes['w:val'] ?? null,
    followsStyle: child(node, 'w:numStyleLink')?.attributes['w:val'] ?? null,
  };
}

function numberedList(listId: string, node: XmlNode, abstract: AbstractList): NumberedList {
  const levels = [...abstract.levels];
  const restarts = new Map<number, number>();
  for (const override of childrenOf(node, 'w:lvlOverride')) {
    const index = levelIndex(override);
    if (index === null) continue;
    const replaced = child(override, 'w:lvl');
    if (replaced) levels[index] = numberLevel(replaced);
    const start = child(override, 'w:startOverride')?.attributes['w:val'];
    if (start !== undefined) restarts.set(index, Number(start));
  }
  return {
    key: listId,
    counterKey: abstract.id,
    levels: Array.from(levels, (level) => level ?? PLAIN_LEVEL),
    restarts,
  };
}

function levelIndex(node: XmlNode): number | null {
  const index = Number(node.attributes['w:ilvl']);
  return Number.isInteger(index) && index >= 0 && index < MOST_LEVELS ? index : null;
}

function numberLevel(node: XmlNode): NumberLevel {
  const restart = child(node, 'w:lvlRestart')?.attributes['w:val'];
  const legal = child(node, 'w:isLgl');
  return {
    start: Number(child(node, 'w:start')?.attributes['w:val'] ?? 1) || 0,
    format: FORMATS[child(node, 'w:numFmt')?.attributes['w:val'] ?? 'decimal'] ?? 'decimal',
    text: child(node, 'w:lvlText')?.attributes['w:val'] ?? '',
    restartAfter: restart === undefined ? null : Number(restart),
    legal: legal !== null && isOn(legal.attributes['w:val'] ?? 'true'),
  };
}
