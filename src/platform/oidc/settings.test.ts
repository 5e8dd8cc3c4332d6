import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { fixedClock } from '../clock.ts';
import { readConfig } from '../config.ts';
import { openIdentityProvider } from './provider.ts';

const directory = await mkdtemp(join(tmpdir(), 'opora-oidc-settings-'));
afterAll(() => rm(directory, { recursive: true, force: true }));
const GOOD = {
  OPORA_OIDC_ISSUER: 'https://sso.region.test/realms/school',
  OPORA_OIDC_CLIENT_ID: 'opora',
  OPORA_OIDC_CLIENT_SECRET: 'secret',
  OPORA_OIDC_ROLES: '/etc/opora/roles.yaml',
};

describe('the settings of the provider', () => {
  test('are none without an issuer, and whole with everything', () => {
    expect(readConfig({}).oidc).toBeNull();
    expect(readConfig(GOOD).oidc).toMatchObject({ clientId: 'opora', scopes: 'openid profile email' });
  });

  test.each([
    'http://sso.region.test/',
    'http://127.0.0.1.region.test/',
    'http://127.evil.test/',
    'ftp://sso.region.test/',
    'https://user:word@sso.region.test/',
    'https://sso.region.test/?a=1',
    'sso.region.test',
  ])('refuse the issuer %s', (issuer) => {
    expect(() => readConfig({ ...GOOD, OPORA_OIDC_ISSUER: issuer })).toThrow(/OPORA_OIDC_ISSUER: .*не подходит/);
  });

  test.each(['http://127.0.0.1:8080', 'http://localhost:8080/realms/a', 'http://[::1]:8080'])(
    'take %s: it never leaves the machine',
    (issuer) => {
      expect(readConfig({ ...GOOD, OPORA_OIDC_ISSUER: issuer }).oidc?.issuer.href).toContain(issuer);
    },
  );

  test.each([
    [{ OPORA_OIDC_ISSUER: '' }, 'OPORA_OIDC_ISSUER: не задан'],
    [{ OPORA_OIDC_CLIENT_ID: '' }, 'OPORA_OIDC_CLIENT_ID'],
    [{ OPORA_OIDC_CLIENT_SECRET: '' }, 'OPORA_OIDC_CLIENT_SECRET: не задан'],
    [{ OPORA_OIDC_CLIENT_SECRET_FILE: '/etc/opora/secret' }, 'задан дважды'],
    [{ OPORA_OIDC_ROLES: '' }, 'OPORA_OIDC_ROLES'],
    [{ OPORA_OIDC_SCOPES: 'profile' }, 'openid'],
  ])('that do not go together are named: %j', (change, told) => {
    expect(() => readConfig({ ...GOOD, ...change })).toThrow(told);
  });

  test('whose files are missing or wrong stop the start with the name of the file', async () => {
    const open = (change: Record<string, string>) =>
      openIdentityProvider({
        config: readConfig({ ...GOOD, ...change }),
        clock: fixedClock('2026-11-22T09:00:00Z'),
        secret: 'a secret of tests, long enough to sign',
      });
    const rules = join(directory, 'roles.yaml');
    await expect(open({ OPORA_OIDC_ROLES: rules })).rejects.toThrow(`не читается: ${rules} (ENOENT)`);
    await writeFile(rules, 'rules: []');
    await expect(open({ OPORA_OIDC_ROLES: rules })).rejects.toThrow(`OPORA_OIDC_ROLES (${rules}): schema`);
    await writeFile(
      rules,
      'schema: opora.oidc-roles/1\nrules:\n - { claim: g, value: a, role: reader, organisation: { inn: "7700000001" } }',
    );
    const secret = join(directory, 'secret');
    const byFile = { OPORA_OIDC_ROLES: rules, OPORA_OIDC_CLIENT_SECRET: '', OPORA_OIDC_CLIENT_SECRET_FILE: secret };
    await expect(open(byFile)).rejects.toThrow('OPORA_OIDC_CLIENT_SECRET_FILE не читается');
    await writeFile(secret, '\n');
    await expect(open(byFile)).rejects.toThrow('пуст');
    await writeFile(secret, 'secret\n');
    expect((await open(byFile))?.id).toBe('oidc:https://sso.region.test/realms/school');
  });
});
