/** What a screen reader is told of a page, from the browser's own accessibility tree: every control has a name, and no two have one name for different things. */
import type { CDPSession, Page } from 'playwright-core';

type Value = { value?: unknown };
type Node = {
  nodeId: string;
  parentId?: string;
  ignored: boolean;
  role?: Value;
  name?: Value;
  backendDOMNodeId?: number;
  properties?: { name: string; value: Value }[];
};

const CONTROLS = new Set([
  'button',
  'link',
  'textbox',
  'searchbox',
  'combobox',
  'checkbox',
  'radio',
  'slider',
  'spinbutton',
  'listbox',
  'menuitem',
  'tab',
  'switch',
  'Date',
  'DateTime',
  'InputTime',
  'ColorWell',
  'DisclosureTriangle',
]);
/** What is said before the name of a control when the reader enters it. */
const CONTEXTS = new Set(['group', 'radiogroup', 'navigation', 'dialog', 'search', 'form', 'region', 'Details']);

export async function nameProblems(page: Page): Promise<string[]> {
  const session = await page.context().newCDPSession(page);
  try {
    const { nodes } = (await session.send('Accessibility.getFullAXTree')) as unknown as { nodes: Node[] };
    const known = new Map(nodes.map((node) => [node.nodeId, node]));
    const problems: string[] = [];
    const named = new Map<string, Node[]>();
    for (const node of nodes) {
      const role = String(node.role?.value ?? '');
      if (node.ignored || !CONTROLS.has(role) || isPartOfField(node, known)) continue;
      const name = text(node);
      if (name === '') problems.push(`nameless ${role} ${await markup(session, node)}`);
      const key = [...contextOf(node, known), `${role} «${name}»`].join(' › ');
      named.set(key, [...(named.get(key) ?? []), node]);
    }
    for (const [key, same] of named) {
      if (same.length < 2) continue;
      const doings = new Set<string>();
      for (const node of same) doings.add(await doing(session, node));
      if (doings.size > 1 && !(await areToldApart(session, same)))
        problems.push(`${same.length} controls of one name: ${key}`);
    }
    return [...problems, ...(await landmarkProblems(nodes))];
  } finally {
    await session.detach();
  }
}

/** One main part, one heading of the first level; of landmarks of one kind each has its own name. */
async function landmarkProblems(nodes: readonly Node[]): Promise<string[]> {
  const shown = nodes.filter(({ ignored }) => !ignored);
  const of = (role: string) => shown.filter((node) => node.role?.value === role);
  const problems: string[] = [];
  if (of('main').length !== 1) problems.push(`${of('main').length} main parts`);
  const first = of('heading').filter(({ properties }) =>
    properties?.some(({ name, value }) => name === 'level' && value.value === 1),
  );
  if (first.length !== 1) problems.push(`${first.length} headings of the first level`);
  for (const role of ['navigation', 'region', 'search', 'complementary', 'form']) {
    // A form without a name is no landmark.
    const names = of(role)
      .map(text)
      .filter((name) => role !== 'form' || name !== '');
    if (new Set(names).size < names.length) problems.push(`landmarks of one name: ${role} «${names.join('», «')}»`);
  }
  return problems;
}

/** The browser's own day, month, year and calendar button of a date. */
function isPartOfField(node: Node, known: ReadonlyMap<string, Node>): boolean {
  for (let above = known.get(node.parentId ?? ''); above; above = known.get(above.parentId ?? ''))
    if (/^(?:Date|DateTime|InputTime)$/.test(String(above.role?.value))) return true;
  return false;
}

/** WCAG 2.4.4: a link may be called as what it leads to; the row or the item of the list that it stands in says which one. */
async function areToldApart(session: CDPSession, same: readonly Node[]): Promise<boolean> {
  if (same.some(({ role }) => role?.value !== 'link')) return false;
  const around = new Map<string, string>();
  for (const node of same) {
    const place = await onElement(
      session,
      node,
      "function () { return this.closest('tr, li, dd, p')?.textContent ?? ''; }",
    );
    const to = await doing(session, node);
    if ((around.get(place) ?? to) !== to) return false;
    around.set(place, to);
  }
  return true;
}

function text(node: Node): string {
  return String(node.name?.value ?? '').trim();
}

function contextOf(node: Node, known: ReadonlyMap<string, Node>): string[] {
  const contexts: string[] = [];
  for (let above = known.get(node.parentId ?? ''); above; above = known.get(above.parentId ?? '')) {
    if (above.ignored || text(above) === '' || !CONTEXTS.has(String(above.role?.value))) continue;
    contexts.unshift(text(above));
  }
  return contexts;
}

/** Where a link leads, what a button sends: controls that do the same may be called the same. */
function doing(session: CDPSession, node: Node): Promise<string> {
  return onElement(
    session,
    node,
    `function () {
      if (this.href) return this.href;
      const form = this.form;
      if (this.tagName !== 'BUTTON' || !form) return String(Math.random());
      return form.action + '?' + new URLSearchParams(new FormData(form, this));
    }`,
  );
}

function markup(session: CDPSession, node: Node): Promise<string> {
  return onElement(session, node, 'function () { return this.outerHTML?.slice(0, 160) ?? this.nodeName; }');
}

async function onElement(
  session: CDPSession,
  { backendDOMNodeId }: Node,
  functionDeclaration: string,
): Promise<string> {
  if (backendDOMNodeId === undefined) return '';
  const { object } = await session.send('DOM.resolveNode', { backendNodeId: backendDOMNodeId });
  const { result } = await session.send('Runtime.callFunctionOn', {
    objectId: object.objectId!,
    functionDeclaration,
    returnByValue: true,
  });
  return String(result.value);
}
