/** The tree that parse5 builds, watched by the budget while it grows. */
import { defaultTreeAdapter, type DefaultTreeAdapterTypes, parse } from 'parse5';
import type { Budget } from '../limits.ts';

export type HtmlElement = DefaultTreeAdapterTypes.Element;
export type HtmlNode = DefaultTreeAdapterTypes.ChildNode;

export function parseHtml(html: string, budget: Budget): HtmlElement {
  const treeAdapter: typeof defaultTreeAdapter = {
    ...defaultTreeAdapter,
    createElement(...args) {
      budget.step();
      return defaultTreeAdapter.createElement(...args);
    },
  };
  const document = parse(html, { treeAdapter, scriptingEnabled: false });
  const root = document.childNodes.find(isElement);
  return root?.childNodes.filter(isElement).find((element) => element.tagName === 'body') ?? root!;
}

export function isElement(node: HtmlNode): node is HtmlElement {
  return 'tagName' in node;
}

export function isText(node: HtmlNode): node is DefaultTreeAdapterTypes.TextNode {
  return node.nodeName === '#text';
}

export function attribute(element: HtmlElement, name: string): string | null {
  return element.attrs.find((found) => found.name === name)?.value ?? null;
}

export function textOf(node: HtmlNode): string {
  if (isText(node)) return node.value;
  return 'childNodes' in node ? node.childNodes.map(textOf).join('') : '';
}
