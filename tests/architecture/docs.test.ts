/** What the documents say stays true: links lead somewhere, every verb and setting is told of, the table of deadlines holds. */
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, normalize } from 'node:path';
import { expect, test } from 'vitest';
import { VERBS } from '../../src/cli.ts';
import { occurrences, parseDeadline } from '#modules/plan-reading/index.ts';

const OPERATOR = 'docs/handbook/operator.md';
const DEADLINES = 'docs/handbook/deadlines.md';

/** Not set by anyone for Opora's sake. */
const SYSTEM_VARIABLES = ['PATH'];
const NOT_OURS = new Set(['.git', '.react-router', 'build', 'coverage', 'data', 'node_modules']);

test('every link between documents leads to a file and a heading that are there', async () => {
  const files = await repositoryFiles();
  const broken: string[] = [];
  for (const file of markdownOf(files)) {
    for (const target of linksIn(await readFile(file, 'utf8'))) {
      const [path = '', anchor] = target.split('#');
      const to = path === '' ? file : normalize(join(dirname(file), decodeURIComponent(path))).replace(/\/$/, '');
      const isThere = files.some((known) => known === to || known.startsWith(`${to}/`));
      const headings =
        anchor !== undefined && to.endsWith('.md') && isThere ? anchorsIn(await readFile(to, 'utf8')) : [];
      if (!isThere || (anchor !== undefined && !headings.includes(decodeURIComponent(anchor))))
        broken.push(`${file} → ${target}`);
    }
  }
  expect(broken).toEqual([]);
});

test('every page of the handbook is reached from its index', async () => {
  const files = await repositoryFiles();
  const index = linksIn(await readFile('docs/handbook/index.md', 'utf8')).map((target) => target.split('#')[0]);
  const pages = files.filter((file) => /^docs\/handbook\/(?!index)[^/]+\.md$/.test(file));
  expect(pages.length).toBeGreaterThan(0);
  expect(pages.filter((page) => !index.includes(page.replace('docs/handbook/', '')))).toEqual([]);
});

test('every verb of the command line is told of to the operator', async () => {
  const text = await readFile(OPERATOR, 'utf8');
  expect(Object.keys(VERBS).filter((verb) => !text.includes(`opora ${verb}`))).toEqual([]);
});

test('every command that the pages of statistics show is there, and every command of statistics is shown', async () => {
  const pages = (await repositoryFiles()).filter((file) => file.startsWith('docs/handbook/statistics/'));
  const text = (await Promise.all(pages.map((page) => readFile(page, 'utf8')))).join('\n');
  const shown = new Set([...text.matchAll(/^opora (stats [a-z-]+) /gm)].map(([, verb]) => verb!));
  const verbs = Object.keys(VERBS).filter((verb) => verb.startsWith('stats '));
  expect([...shown].filter((verb) => !verbs.includes(verb))).toEqual([]);
  expect(verbs.filter((verb) => !shown.has(verb))).toEqual([]);
});

test('every variable of the environment is in the README, and those for people are told of to the operator', async () => {
  const settings = await readFile('src/platform/config.ts', 'utf8');
  const names = [...settings.matchAll(/^ {2}([A-Z][A-Z_]+): z\./gm)].map(([, name]) => name!);
  const variables = names.filter((name) => !SYSTEM_VARIABLES.includes(name));
  expect(variables).toContain('DATABASE_URL');
  const readme = await readFile('README.md', 'utf8');
  expect(variables.filter((name) => !readme.includes(`\`${name}\``))).toEqual([]);
  const operator = await readFile(OPERATOR, 'utf8');
  const forTests = ['OPORA_SEEDS', 'OPORA_REFERENCE'];
  expect(variables.filter((name) => !forTests.includes(name) && !operator.includes(`\`${name}\``))).toEqual([]);
});

test('every module says what it is', async () => {
  const files = await repositoryFiles();
  const modules = new Set(files.flatMap((file) => /^src\/modules\/[^/]+/.exec(file) ?? []));
  expect([...modules].filter((module) => !files.includes(`${module}/README.md`))).toEqual([]);
});

test('the table of deadlines in the handbook is what the grammar gives', async () => {
  const text = await readFile(DEADLINES, 'utf8');
  const [, from, to] = /<!-- deadlines: (\S+)\.\.(\S+) -->/.exec(text) ?? [];
  const rows = text
    .slice(text.indexOf('<!-- deadlines:'))
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .slice(1)
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .map(([, written = '', number, days = '']) => ({ written, number: Number(number), days }));
  expect(rows.length).toBeGreaterThan(40);
  for (const row of rows) {
    const due = occurrences(parseDeadline(row.written), { period: { from: from!, to: to! } }).map(({ dueOn }) =>
      dueOn === null ? '' : dueOn.split('-').toReversed().join('.'),
    );
    expect({ ...row, number: due.length, days: abridged(due, row.days) }).toEqual(row);
  }
});

/** As many days as the table spells out before «…», then the last one. */
function abridged(due: readonly string[], written: string): string {
  const spelt = written.split(', …, ')[0]!.split(', ').length;
  return written.includes('…') ? [...due.slice(0, spelt), '…', due.at(-1)].join(', ') : due.join(', ');
}

/** The files of the repository, also where it came without git. */
async function repositoryFiles(): Promise<string[]> {
  const files: string[] = [];
  for (const entry of await readdir('.', { withFileTypes: true })) {
    if (!entry.isDirectory()) files.push(entry.name);
    else if (!NOT_OURS.has(entry.name))
      files.push(...(await readdir(entry.name, { recursive: true })).map((name) => join(entry.name, name)));
  }
  return files;
}

function markdownOf(files: readonly string[]): string[] {
  return files.filter((file) => file.endsWith('.md') && !file.startsWith('tests/golden/'));
}

/** Links to files; addresses of other sites and what stands in code are left out. */
function linksIn(text: string): string[] {
  const prose = text.replace(/```[\s\S]*?```/g, '').replace(/(?<!\[)`[^`\n]*`/g, '');
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target]) => target!)
    .filter((target) => !/^[a-z]+:/i.test(target));
}

/** Headings as GitHub names them. */
function anchorsIn(text: string): string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replace(/\s/g, '-'),
  );
}
