/**
 * XML parts as small trees. Names come with one fixed prefix per namespace, whatever prefix the
 * file uses and whether it is transitional or strict. Finished subtrees can be taken away while
 * the rest is still being parsed, so a table of thousands of rows never stands in memory whole.
 */
import { SaxesParser } from 'saxes';
import { AppError, isAppError } from '#kernel/errors.ts';
import type { Budget } from './limits.ts';

export type XmlNode = {
  /** `w:p`, `text:list-item`, … */
  name: string;
  attributes: Record<string, string>;
  children: (XmlNode | string)[];
};

type Options = {
  /** Called when an element closes; true takes it out of its parent. */
  take?: (node: XmlNode, ancestors: readonly XmlNode[]) => boolean;
  /** Elements that are left out with all they hold. */
  skip?: ReadonlySet<string>;
};

const PREFIXES: Record<string, string> = {
  'http://schemas.openxmlformats.org/wordprocessingml/2006/main': 'w',
  'http://purl.oclc.org/ooxml/wordprocessingml/main': 'w',
  'http://schemas.openxmlformats.org/spreadsheetml/2006/main': 'x',
  'http://purl.oclc.org/ooxml/spreadsheetml/main': 'x',
  'http://schemas.openxmlformats.org/officeDocument/2006/relationships': 'r',
  'http://purl.oclc.org/ooxml/officeDocument/relationships': 'r',
  'http://schemas.openxmlformats.org/package/2006/relationships': 'rel',
  'http://schemas.openxmlformats.org/officeDocument/2006/math': 'm',
  'http://purl.oclc.org/ooxml/officeDocument/math': 'm',
  'http://schemas.openxmlformats.org/markup-compatibility/2006': 'mc',
  'urn:oasis:names:tc:opendocument:xmlns:office:1.0': 'office',
  'urn:oasis:names:tc:opendocument:xmlns:text:1.0': 'text',
  'urn:oasis:names:tc:opendocument:xmlns:table:1.0': 'table',
  'urn:oasis:names:tc:opendocument:xmlns:style:1.0': 'style',
  'urn:oasis:names:tc:opendocument:xmlns:drawing:1.0': 'draw',
  'urn:oasis:names:tc:opendocument:xmlns:manifest:1.0': 'manifest',
  'urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0': 'fo',
  'http://www.w3.org/1999/xlink': 'xlink',
  'http://www.w3.org/XML/1998/namespace': 'xml',
};

/** What the prefixes of the file mean from some element on, and the names already translated. */
type Scope = { prefixes: Map<string, string>; names: Map<string, string> };

const CHUNK = 64 * 1024;

/** The root element, less what was taken or skipped. */
export function parseXml(xml: string, budget: Budget, options: Options = {}): XmlNode {
  const parser = new SaxesParser({ xmlns: false });
  const open: XmlNode[] = [];
  const scopes: Scope[] = [{ prefixes: new Map(), names: new Map() }];
  const scopeOwners: XmlNode[] = [];
  let skipped = 0;
  let root: XmlNode | null = null;

  parser.on('doctype', (text) => {
    if (/<!ENTITY/i.test(text))
      throw new AppError('fileBomb', { text: 'В файле объявлены подстановки XML: такие документы не читаются.' });
  });
  parser.on('error', (error) => {
    if (!/disallowed character/.test(error.message)) throw error;
  });
  parser.on('opentag', (tag) => {
    budget.step();
    budget.depth(open.length + skipped);
    const declares = openScope(tag.attributes, scopes);
    const scope = scopes.at(-1)!;
    const name = canonical(tag.name, scope, true);
    const node = { name, attributes: skipped > 0 ? {} : canonicalAttributes(tag.attributes, scope), children: [] };
    if (declares) scopeOwners.push(node);
    if (skipped > 0 || options.skip?.has(name)) skipped += 1;
    open.push(node);
  });
  parser.on('closetag', () => {
    const node = open.pop()!;
    if (scopeOwners.at(-1) === node) {
      scopeOwners.pop();
      scopes.pop();
    }
    if (skipped > 0) {
      skipped -= 1;
      return;
    }
    const parent = open.at(-1);
    if (!parent) root = node;
    else if (!options.take?.(node, open)) parent.children.push(node);
  });
  const onText = (text: string) => {
    if (skipped === 0) open.at(-1)?.children.push(text);
  };
  parser.on('text', onText);
  parser.on('cdata', onText);

  try {
    for (let at = 0; at < xml.length; at += CHUNK) parser.write(xml.slice(at, at + CHUNK));
    parser.close();
  } catch (error) {
    if (isAppError(error)) throw error;
    throw new AppError('fileDamaged', { reason: String(error) });
  }
  if (!root) throw new AppError('fileDamaged');
  return root;
}

function openScope(attributes: Record<string, string>, scopes: Scope[]): boolean {
  let prefixes: Map<string, string> | null = null;
  for (const key in attributes) {
    if (!key.startsWith('xmlns')) continue;
    const prefix = key === 'xmlns' ? '' : key.slice('xmlns:'.length);
    prefixes ??= new Map(scopes.at(-1)!.prefixes);
    prefixes.set(prefix, PREFIXES[attributes[key]!] ?? prefix);
  }
  if (prefixes) scopes.push({ prefixes, names: new Map() });
  return prefixes !== null;
}

function canonicalAttributes(attributes: Record<string, string>, scope: Scope): Record<string, string> {
  const result: Record<string, string> = {};
  for (const key in attributes) result[canonical(key, scope, false)] = attributes[key]!;
  return result;
}

function canonical(name: string, scope: Scope, element: boolean): string {
  const colon = name.indexOf(':');
  // An attribute without a prefix has no namespace; an element has the default one.
  if (colon < 0 && !element) return name;
  const known = scope.names.get(name);
  if (known !== undefined) return known;
  const prefix = colon < 0 ? '' : name.slice(0, colon);
  const own = scope.prefixes.get(prefix) ?? prefix;
  const result = own === '' ? name : `${own}:${name.slice(colon + 1)}`;
  scope.names.set(name, result);
  return result;
}

export function child(node: XmlNode | null | undefined, name: string): XmlNode | null {
  for (const inner of node?.children ?? []) if (typeof inner !== 'string' && inner.name === name) return inner;
  return null;
}

export function childrenOf(node: XmlNode | null | undefined, name: string): XmlNode[] {
  return elements(node).filter((inner) => inner.name === name);
}

export function elements(node: XmlNode | null | undefined): XmlNode[] {
  return (node?.children ?? []).filter((inner) => typeof inner !== 'string');
}

/** All text inside, in order. */
export function textOf(node: XmlNode): string {
  return node.children.map((inner) => (typeof inner === 'string' ? inner : textOf(inner))).join('');
}
