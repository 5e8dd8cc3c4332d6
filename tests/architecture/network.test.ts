/** Nothing a user gives makes the server ask another one: whom Opora speaks to is written here. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';

/** Files that open connections or listen, and to whom. */
const SPEAKS: Record<string, string> = {
  'src/server.ts': 'listens for browsers',
  'src/platform/metrics.ts': 'listens for Prometheus on this machine, if told to',
  'src/platform/traces.ts': 'the collector of OPORA_TRACES_URL',
  'src/platform/mail.ts': 'the mail server of OPORA_SMTP_URL',
  'src/platform/oidc/provider.ts': 'the identity provider of OPORA_OIDC_ISSUER, and no other host than that',
  'src/platform/oidc/settings.ts': 'nobody: tells loopback addresses apart',
  'src/platform/database.ts': 'the database of DATABASE_URL, or the own one',
  'src/platform/embedded-postgres.ts': 'the own database, to prepare it',
  'src/platform/start.ts': 'the database, to wait for it',
  'src/platform/row-security.ts': 'the same, for requests',
  'src/platform/doctor/database.ts': 'the database, when the operator asks for its health',
  'src/platform/doctor/machine.ts': 'the mail server, when the operator asks for its health',
  'src/platform/postmaster.ts': 'asks for a free port of this machine',
  // In the browser, to our own addresses only: connect-src is 'self'.
  'src/web/ui/combobox.tsx': 'suggestions, from the browser',
  'src/modules/results/pages/parts/use-upload.ts': 'files of results, from the browser',
};
const NETWORK =
  /\bfrom '(?:node:)?(?:http|https|http2|net|tls|dgram|dns|dns\/promises|undici|axios|got|nodemailer|pg)'|\bimport\('(?:(?:node:)?(?:http|https|net|tls|undici)|@opentelemetry\/exporter)|(?<![\w.])fetch\(|\bnew (?:WebSocket|EventSource)\(/;
const TYPES_ONLY = /^import type .*$/gm;

test('only the files named here speak to the network', async () => {
  const files = (await readdir('src', { recursive: true })).filter((name) => /(?<!\.test|\.fixture)\.tsx?$/.test(name));
  const found: string[] = [];
  for (const name of files) {
    const path = join('src', name);
    const text = (await readFile(path, 'utf8')).replaceAll(TYPES_ONLY, '');
    if (NETWORK.test(text)) found.push(path);
  }
  expect(found.filter((path) => !(path in SPEAKS))).toEqual([]);
  expect(Object.keys(SPEAKS).filter((path) => !found.includes(path))).toEqual([]);
});
