/** By which rules what an identity provider says of a person becomes roles here. Pure: text and claims in, roles out. */
import { parseDocument } from 'yaml';
import { z } from 'zod';
import { type Role, ROLES } from '#kernel/actor.ts';

export const ORGANISATION_CODES = ['inn', 'ogrn', 'fis_oko_login'] as const;
export type OrganisationCode = (typeof ORGANISATION_CODES)[number];

export type Claims = Readonly<Record<string, unknown>>;

/** A role that the claims ask for, at the organisation with this code. */
export type WantedRole = { role: Role; code: OrganisationCode; value: string };

const LONGEST = 100_000;
const MOST_VALUES = 1000;
const FORMS: Record<OrganisationCode, RegExp> = {
  inn: /^\d{10}$/,
  ogrn: /^\d{13}$/,
  fis_oko_login: /^\S{1,100}$/,
};
const PLACEHOLDER = /\{(inn|ogrn|fis_oko_login)\}/;

const given = z.union([z.string().min(1), z.strictObject({ claim: z.string().min(1) })]);
const organisation = z
  .strictObject({ inn: given.optional(), ogrn: given.optional(), fis_oko_login: given.optional() })
  .refine((codes) => Object.values(codes).filter(Boolean).length === 1, {
    error: 'нужен один код: inn, ogrn или fis_oko_login',
  });

const rule = z
  .strictObject({
    claim: z.string().min(1),
    value: z.string().min(1),
    role: z.enum(ROLES, { error: `роль из списка: ${ROLES.join(', ')}` }),
    organisation: organisation.optional(),
  })
  .superRefine(({ value, organisation: place }, context) => {
    const inValue = PLACEHOLDER.test(value);
    if (inValue === (place !== undefined))
      context.addIssue(
        'организация указывается один раз: organisation или {inn}, {ogrn}, {fis_oko_login} внутри value',
      );
    for (const code of ORGANISATION_CODES) {
      const fixed = place?.[code];
      if (typeof fixed === 'string' && !FORMS[code].test(fixed))
        context.addIssue({ code: 'custom', path: ['organisation', code], message: `«${fixed}» — не ${code}` });
    }
  });

const schema = z.strictObject({
  schema: z.literal('opora.oidc-roles/1', { error: 'ожидается schema: opora.oidc-roles/1' }),
  'second-factor': z
    .strictObject({ amr: z.array(z.string()).optional(), acr: z.array(z.string()).optional() })
    .optional(),
  rules: z.array(rule).min(1, { error: 'нужно хотя бы одно правило' }),
});

export type RoleRules = z.infer<typeof schema>;

/** Throws with a line for each fault, in Russian. */
export function readRules(text: string): RoleRules {
  if (text.length > LONGEST) throw new Error('файл правил слишком велик.');
  const document = parseDocument(text, { uniqueKeys: true });
  const [broken] = document.errors;
  if (broken) throw new Error(`это не YAML и не JSON: строка ${broken.linePos?.[0].line ?? 1}.`);
  const parsed = schema.safeParse(document.toJS({ maxAliasCount: 100 }));
  if (parsed.success) return parsed.data;
  throw new Error(
    parsed.error.issues
      .map(
        ({ path, message }) =>
          `${path.map((part) => (typeof part === 'number' ? part + 1 : String(part))).join('.') || 'файл'}: ${message}`,
      )
      .join('; '),
  );
}

/** Every role that some rule finds in the claims, each once. */
export function wantedRoles({ rules }: RoleRules, claims: Claims): WantedRole[] {
  const wanted = rules.flatMap((one) => {
    const values = textsOf(claims, one.claim);
    if (PLACEHOLDER.test(one.value)) return values.flatMap((value) => namedInside(one.value, value, one.role));
    return values.includes(one.value) ? namedApart(one.organisation ?? {}, claims, one.role) : [];
  });
  const keys = new Set<string>();
  return wanted.filter(({ role, code, value }) => {
    const key = `${role} ${code} ${value}`;
    return keys.has(key) ? false : keys.add(key);
  });
}

/** Does the provider say that it asked for a second factor of a kind that counts here? */
export function saysSecondFactor({ 'second-factor': counted }: RoleRules, claims: Claims): boolean {
  const amr = textsOf(claims, 'amr');
  const [acr] = textsOf(claims, 'acr');
  return (
    (counted?.amr ?? []).some((method) => amr.includes(method)) ||
    (acr !== undefined && (counted?.acr ?? []).includes(acr))
  );
}

/** «/schools/{inn}/head» against «/schools/7700000001/head». */
function namedInside(pattern: string, value: string, role: Role): WantedRole[] {
  const [, code] = PLACEHOLDER.exec(pattern) as unknown as [string, OrganisationCode];
  const [before = '', after = ''] = pattern.split(`{${code}}`);
  if (value.length <= before.length + after.length || !value.startsWith(before) || !value.endsWith(after)) return [];
  const found = value.slice(before.length, value.length - after.length);
  return FORMS[code].test(found) ? [{ role, code, value: found }] : [];
}

/**
 * A code of the rule, or of a claim. Several values in that claim would give the role in all of these organisations,
 * whichever of them it is held in: then none, and the rule has to name both together inside `value`.
 */
function namedApart(
  place: NonNullable<RoleRules['rules'][number]['organisation']>,
  claims: Claims,
  role: Role,
): WantedRole[] {
  return ORGANISATION_CODES.flatMap((code) => {
    const source = place[code];
    if (source === undefined) return [];
    const values = typeof source === 'string' ? [source] : textsOf(claims, source.claim);
    const [value] = values;
    return values.length === 1 && value !== undefined && FORMS[code].test(value) ? [{ role, code, value }] : [];
  });
}

/** The claim by its whole name, or step by step: `realm_access.roles`. Texts and lists of texts; nothing else counts. */
function textsOf(claims: Claims, name: string): string[] {
  const whole = Object.hasOwn(claims, name) ? claims[name] : stepwise(claims, name);
  return [whole]
    .flat()
    .filter((value) => typeof value === 'string')
    .slice(0, MOST_VALUES);
}

function stepwise(claims: Claims, name: string): unknown {
  let found: unknown = claims;
  for (const part of name.split('.')) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, part)) return undefined;
    found = (found as Record<string, unknown>)[part];
  }
  return found;
}
