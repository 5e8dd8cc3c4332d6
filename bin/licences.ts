/**
 * `npm run licences`: the licences of everything that a running Opora is made of, from package-lock.json, so it works
 * without a network. A licence that nobody has allowed yet, or a package that names none, fails the command and the check.
 */
import { readFile } from 'node:fs/promises';

/** Allowed for any package: they ask to keep their text, no more. */
const ALLOWED = new Set([
  'MIT',
  'MIT-0',
  'ISC',
  '0BSD',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  'Unlicense',
  'CC0-1.0',
]);

/** Allowed for these, and why. */
const BY_NAME: readonly { name: RegExp; licence: string; because: string }[] = [
  { name: /^@fontsource\/golos-text$/, licence: 'OFL-1.1', because: 'a font, given on unchanged' },
  {
    name: /^lightningcss(?:-|$)/,
    licence: 'MPL-2.0',
    because: 'builds the pages, unchanged; copyleft of its own files only',
  },
];

export type Licensed = { name: string; version: string; licence: string };

type Lock = { packages: Record<string, { version?: string; license?: string; dev?: boolean; link?: boolean }> };

/** Packages that `npm ci --omit=dev` would install on some platform. */
export function productionPackages(lock: Lock): Licensed[] {
  return Object.entries(lock.packages)
    .filter(([path, { dev, link }]) => path !== '' && !dev && !link)
    .map(([path, { version = '', license = '' }]) => ({
      name: path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length),
      version,
      licence: license,
    }));
}

/** «(MIT OR CC0-1.0)» may be taken as either; «A AND B» binds to both. */
export function isAllowed({ name, licence }: Licensed): boolean {
  if (BY_NAME.some((rule) => rule.name.test(name) && rule.licence === licence)) return true;
  return licence
    .replaceAll(/[()]/g, '')
    .split(' OR ')
    .some((choice) => choice.split(' AND ').every((one) => ALLOWED.has(one)));
}

if (import.meta.main) {
  const lock = JSON.parse(await readFile(new URL('../package-lock.json', import.meta.url), 'utf8')) as Lock;
  const packages = productionPackages(lock);
  const byLicence = Map.groupBy(packages, ({ licence }) => licence || 'none named');
  for (const [licence, some] of [...byLicence].toSorted(([, a], [, b]) => b.length - a.length))
    console.log(`${licence} (${some.length})\n  ${some.map(({ name, version }) => `${name} ${version}`).join(', ')}\n`);
  for (const { name, licence, because } of BY_NAME) console.log(`${licence} for ${name.source}: ${because}.`);
  const refused = packages.filter((one) => !isAllowed(one));
  for (const { name, licence } of refused) console.error(`Not allowed: ${name}, ${licence || 'no licence named'}`);
  process.exitCode = refused.length > 0 ? 1 : 0;
}
