/** Which identity provider to trust, from the variables OPORA_OIDC_…; what does not fit is told before the start. */
import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';

export type OidcSettings = {
  issuer: URL;
  clientId: string;
  clientSecret: { text: string } | { file: string };
  /** What the button calls it. */
  name: string;
  scopes: string;
  /** File of the rules by which claims become roles. */
  rolesFile: string;
};

export type OidcVariables = {
  OPORA_OIDC_ISSUER?: string | undefined;
  OPORA_OIDC_CLIENT_ID?: string | undefined;
  OPORA_OIDC_CLIENT_SECRET?: string | undefined;
  OPORA_OIDC_CLIENT_SECRET_FILE?: string | undefined;
  OPORA_OIDC_NAME: string;
  OPORA_OIDC_SCOPES: string;
  OPORA_OIDC_ROLES?: string | undefined;
};

/** Null without an issuer; `faults` are lines for the operator. */
export function oidcSettings(env: OidcVariables): { settings: OidcSettings | null; faults: string[] } {
  const { OPORA_OIDC_ISSUER: address, OPORA_OIDC_CLIENT_ID: clientId, OPORA_OIDC_ROLES: rolesFile } = env;
  const { OPORA_OIDC_CLIENT_SECRET: text, OPORA_OIDC_CLIENT_SECRET_FILE: file } = env;
  const faults: string[] = [];
  if (!address) {
    if (clientId || text || file || rolesFile)
      faults.push(
        'OPORA_OIDC_ISSUER: не задан, а другие настройки OPORA_OIDC_… заданы. Укажите адрес поставщика входа.',
      );
    return { settings: null, faults };
  }
  const issuer = URL.canParse(address) ? new URL(address) : null;
  if (!issuer || !isSafe(issuer))
    faults.push(
      `OPORA_OIDC_ISSUER: «${address}» не подходит. Нужен адрес https://… без имени, пароля, «?» и «#» (http — только для этой же машины).`,
    );
  if (!clientId) faults.push('OPORA_OIDC_CLIENT_ID: не задан. Укажите имя, под которым Опора заведена у поставщика.');
  if (!text && !file)
    faults.push('OPORA_OIDC_CLIENT_SECRET: не задан. Укажите его или файл с ним: OPORA_OIDC_CLIENT_SECRET_FILE.');
  if (text && file) faults.push('OPORA_OIDC_CLIENT_SECRET: задан дважды, сам и файлом. Оставьте одно.');
  if (!rolesFile)
    faults.push(
      'OPORA_OIDC_ROLES: не задан. Без правил никто не получит роли: укажите файл правил, см. docs/handbook/operator.md.',
    );
  const scopes = env.OPORA_OIDC_SCOPES.split(/[\s,]+/).filter(Boolean);
  if (!scopes.includes('openid')) faults.push('OPORA_OIDC_SCOPES: среди областей должна быть openid.');
  if (faults.length > 0 || !issuer || !clientId || !rolesFile) return { settings: null, faults };
  const clientSecret = file ? { file } : { text: text ?? '' };
  return {
    settings: { issuer, clientId, clientSecret, name: env.OPORA_OIDC_NAME, scopes: scopes.join(' '), rolesFile },
    faults,
  };
}

/** Over the net only HTTPS: whoever reads or changes the answers could be anybody here. */
function isSafe({ protocol, hostname, username, password, search, hash }: URL): boolean {
  if (username || password || search || hash) return false;
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname));
}

export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || (isIP(hostname) === 4 && hostname.startsWith('127.'));
}

export async function clientSecretOf({ clientSecret }: OidcSettings): Promise<string> {
  if ('text' in clientSecret) return clientSecret.text;
  const text = await readFile(clientSecret.file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new Error(`Файл OPORA_OIDC_CLIENT_SECRET_FILE не читается: ${clientSecret.file} (${error.code}).`);
  });
  if (text.trim() === '') throw new Error(`Файл OPORA_OIDC_CLIENT_SECRET_FILE пуст: ${clientSecret.file}.`);
  return text.trim();
}
