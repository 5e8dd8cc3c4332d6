/** What Opora is made of may be used, and its files hold no secret. */
import { readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isAllowed, productionPackages } from '../../bin/licences.ts';
import { secretsIn } from './secrets.ts';

const NOT_OURS = new Set(['.git', '.react-router', 'build', 'coverage', 'data', 'node_modules']);
/** Made of hashes of packages that anybody can read. */
const HASHES = new Set(['package-lock.json']);
const NPM = 'https://registry.npmjs.org/';
const LARGEST = 1024 * 1024;

/** Known, harmless, and why. The line must hold the word. */
const KNOWN: readonly { word: string; because: string }[] = [
  { word: 'Opora-demo-2026', because: 'the password of the made-up region, printed at its start' },
];

test('every package of a running Opora has an allowed licence', async () => {
  const lock = JSON.parse(await readFile('package-lock.json', 'utf8')) as Parameters<typeof productionPackages>[0];
  const packages = productionPackages(lock);
  expect(packages.length).toBeGreaterThan(50);
  expect(packages.filter((one) => !isAllowed(one))).toEqual([]);
});

test('a licence is allowed by choice, by all of its parts, or for a package by name', () => {
  const allowed = (licence: string, name = 'x') => isAllowed({ name, version: '1', licence });
  expect(allowed('(MIT OR GPL-3.0)')).toBe(true);
  expect(allowed('MIT AND GPL-3.0')).toBe(false);
  expect(allowed('MPL-2.0')).toBe(false);
  expect(allowed('MPL-2.0', 'lightningcss-linux-x64-gnu')).toBe(true);
  expect(allowed('')).toBe(false);
});

test('every dependency is pinned to one version and its hash, and comes from no address of its own', async () => {
  type Lock = { packages: Record<string, { resolved?: string; integrity?: string; link?: boolean }> };
  const { packages } = JSON.parse(await readFile('package-lock.json', 'utf8')) as Lock;
  const strange = Object.entries(packages).filter(
    ([path, { resolved, integrity }]) =>
      path !== '' && !((resolved ?? NPM).startsWith(NPM) && integrity?.startsWith('sha512-')),
  );
  expect(strange.map(([path]) => path)).toEqual([]);
  const own = JSON.parse(await readFile('package.json', 'utf8')) as Record<string, Record<string, string>>;
  const versions = ['dependencies', 'devDependencies', 'optionalDependencies'].flatMap((kind) =>
    Object.entries(own[kind] ?? {}),
  );
  expect(versions.filter(([, version]) => !/^\d/.test(version))).toEqual([]);
});

test('no file of the repository holds a secret', async () => {
  const found: string[] = [];
  for (const file of await textFiles()) {
    const text = await readFile(file, 'utf8');
    const lines = text.split('\n');
    for (const { line, what } of secretsIn(text))
      if (!KNOWN.some(({ word }) => lines[line - 1]?.includes(word))) found.push(`${file}:${line} ${what}`);
  }
  expect(found).toEqual([]);
});

test('the scan finds what it should and leaves what it may', () => {
  // Put together here, so that the scan of this very file stays quiet.
  const key = ['-----BEGIN PRIVATE', ' KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQ'].join('');
  const word = Buffer.from(Array.from({ length: 33 }, (_, at) => (at * 97 + 41) % 256)).toString('base64');
  for (const text of [key, `token = "${word}"`, `x = '${word}'`, `postgres://opora:${'k9'.repeat(6)}@db/opora`])
    expect(secretsIn(text), text).toHaveLength(text.startsWith('token') ? 2 : 1);
  for (const text of [
    "const password = 'parol-parol-parol'",
    `sha256: '${'0af3'.repeat(16)}'`,
    'postgres://localhost/opora',
  ])
    expect(secretsIn(text), text).toEqual([]);
});

async function textFiles(): Promise<string[]> {
  const files: string[] = [];
  for (const entry of await readdir('.', { withFileTypes: true })) {
    if (NOT_OURS.has(entry.name) || HASHES.has(entry.name)) continue;
    if (!entry.isDirectory()) files.push(entry.name);
    else files.push(...(await readdir(entry.name, { recursive: true })).map((name) => join(entry.name, name)));
  }
  const kept = await Promise.all(
    files.map(async (file) => {
      const about = await stat(file).catch(() => null);
      return about?.isFile() && about.size <= LARGEST && TEXTS.test(file) ? [file] : [];
    }),
  );
  return kept.flat();
}

const TEXTS =
  /(?:\.(?:ts|tsx|js|mjs|json|md|ya?ml|sql|css|html|txt|csv|sh|svg|env|conf|service|pem|key)|(?:^|\/)[^.]+|\/\.\w+)$/;
