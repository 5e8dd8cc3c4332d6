import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import { expect, test } from 'vitest';
import { forbidden } from './rules.ts';

const isTest = (file: string) => file.endsWith('.test.ts') || file.endsWith('.fixture.ts');

async function sourceFiles(): Promise<string[]> {
  const entries = await readdir('src', { recursive: true });
  return entries.filter((name) => /\.tsx?$/.test(name)).map((name) => join('src', name));
}

test('imports point down, and the checker saw every file', async () => {
  const files = await sourceFiles();
  const { output } = await cruise(['src'], {
    ruleSet: { forbidden },
    validate: true,
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '\\+types|\\.module\\.css' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'module-sync', 'default'],
    },
  });
  const { summary, modules } = output as ICruiseResult;
  const violations = summary.violations.map(({ rule, from, to }) => {
    const advice = forbidden.find((candidate) => candidate.name === rule.name)?.comment;
    return `${from} → ${to}: ${rule.name}. ${advice}`;
  });
  expect(violations).toEqual([]);
  expect(modules.filter((module) => module.source.startsWith('src/')).length).toBeGreaterThanOrEqual(files.length);
  const unresolved = modules.flatMap((module) =>
    module.dependencies.filter((to) => to.couldNotResolve).map((to) => `${module.source} → ${to.module}`),
  );
  expect(unresolved).toEqual([]);
}, 120_000);

test('only platform/config.ts reads the environment (and node-env.ts, which must come before every import)', async () => {
  const offenders: string[] = [];
  for (const file of await sourceFiles()) {
    if (file === 'src/platform/config.ts' || file === 'src/platform/node-env.ts' || isTest(file)) continue;
    if ((await readFile(file, 'utf8')).includes('process.env')) offenders.push(file);
  }
  expect(offenders).toEqual([]);
});

test('only platform reads the clock and draws randomness', async () => {
  const offenders: string[] = [];
  for (const file of await sourceFiles()) {
    if (file.startsWith('src/platform/') || isTest(file)) continue;
    const text = await readFile(file, 'utf8');
    if (/\bDate\.now\(|new Date\(\)|Math\.random\(|randomUUID\(/.test(text)) offenders.push(file);
  }
  expect(offenders).toEqual([]);
});

test('SQL is written in queries, commands and jobs only', async () => {
  const offenders: string[] = [];
  for (const file of await sourceFiles()) {
    if (!/^src\/(modules|web)\//.test(file) || isTest(file)) continue;
    if (/\/(queries|commands|jobs)(\/.+)?\.ts$/.test(file)) continue;
    if (/\b(selectFrom|insertInto|updateTable|deleteFrom)\(|\bsql`/.test(await readFile(file, 'utf8')))
      offenders.push(file);
  }
  expect(offenders).toEqual([]);
});

test('a source file stays under 400 lines', async () => {
  const long: string[] = [];
  for (const file of await sourceFiles()) {
    if (file === 'src/platform/schema.ts' || isTest(file)) continue;
    const lines = (await readFile(file, 'utf8')).split('\n').length;
    if (lines > 400) long.push(`${file}: ${lines}`);
  }
  expect(long).toEqual([]);
});
