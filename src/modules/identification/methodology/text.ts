/** The text of a methodology (YAML) and back; what is wrong in it is told with the line. */
import { type Document, isMap, LineCounter, type ParsedNode, parseDocument, stringify } from 'yaml';
import type { z } from 'zod';
import { AppError } from '#kernel/errors.ts';
import type { Issue } from '#kernel/issue.ts';
import { type Methodology, methodologySchema } from './schema.ts';
import { explain } from './explain.ts';
import { filled, type MethodologySource, parametersOf, UnknownParameter } from './parameters.ts';

export type ReadMethodology = {
  /** As written, with names of parameters; null when the text cannot be used. */
  source: MethodologySource | null;
  /** With every parameter at its own value. */
  methodology: Methodology | null;
  issues: Issue[];
};

/** Ten times the longest that we know. Larger texts are not methodologies, and aliases in them could grow without bound. */
const LONGEST = 50_000;
/** Of braces and brackets, and of dashes in a row: the parser looks at every level again and again. */
const DEEPEST = 50;

export function readMethodology(text: string): ReadMethodology {
  if (text.length > LONGEST) return refusal('methodology-too-long', 'файл', 'Текст слишком велик для методики.');
  if (depthOf(text) > DEEPEST)
    return refusal('methodology-syntax', 'файл', 'Скобки или списки вложены слишком глубоко.');
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
  const [broken] = document.errors;
  if (broken) {
    const { line, col } = lines.linePos(broken.pos[0]);
    return refusal('methodology-syntax', `строка ${line}, знак ${col}`, syntaxText(broken.code));
  }
  const source = plain(document);
  if (source === undefined)
    return refusal(
      'methodology-syntax',
      'файл',
      'Ссылка на якорь (*имя) ведёт в никуда, или таких ссылок слишком много.',
    );
  if (typeof source !== 'object' || source === null || Array.isArray(source))
    return refusal(
      'methodology-not-a-map',
      'строка 1',
      'Ожидались поля методики: schema, id, version, title и другие.',
    );
  const placeOf = (path: readonly PropertyKey[]) => `строка ${lineOf(document.contents, path, lines)}${named(path)}`;
  let values: unknown;
  try {
    values = filled(source as MethodologySource, parametersOf(source as MethodologySource));
  } catch (error) {
    if (!(error instanceof UnknownParameter)) throw error;
    return refusal('parameter-unknown', placeOf(error.path), `Параметр «${error.parameter}» не описан в parameters.`);
  }
  const parsed = methodologySchema.safeParse(values);
  if (parsed.success) return { source: source as MethodologySource, methodology: parsed.data, issues: [] };
  const issues = parsed.error.issues
    .flatMap((issue) => spread(issue, values))
    .map(
      (issue): Issue => ({
        severity: 'error',
        code: 'methodology-invalid',
        where: placeOf(issue.code === 'unrecognized_keys' ? [...issue.path, ...issue.keys.slice(0, 1)] : issue.path),
        ...explain(issue),
      }),
    );
  return { source: null, methodology: null, issues };
}

/** Aliases are looked up only now: one without its anchor, or too many of them, give no value. */
function plain(document: Document.Parsed): unknown {
  try {
    return document.toJS({ maxAliasCount: 50 }) as unknown;
  } catch {
    return undefined;
  }
}

function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (const character of text) {
    if (character === '{' || character === '[') depth += 1;
    else if (character === '}' || character === ']') depth = Math.max(0, depth - 1);
    deepest = Math.max(deepest, depth);
  }
  const dashes = /(?:^|\s)(?:[-?:]\s+){50}/.test(text) ? DEEPEST + 1 : 0;
  return Math.max(deepest, dashes);
}

/** @throws AppError methodologyInvalid with the first issues in the text */
export function methodologyFromText(text: string): { source: MethodologySource; methodology: Methodology } {
  const { source, methodology, issues } = readMethodology(text);
  if (source !== null && methodology !== null) return { source, methodology };
  const [first] = issues;
  throw new AppError('methodologyInvalid', {
    text: `В методике есть ошибки: ${first?.where}: ${first?.text}`,
    advice: first?.advice ?? '',
    issues,
  });
}

export function methodologyText(source: MethodologySource): string {
  return stringify(source, { lineWidth: 118 });
}

/** The same text under another number of version; comments and order stay. */
export function withVersion(text: string, version: number): string {
  const document = parseDocument(text);
  document.set('version', version);
  return document.toString({ lineWidth: 118 });
}

/** A rule is one of five forms; the errors of the form that was meant are told, not those of all five. */
function spread(issue: z.core.$ZodIssue, root: unknown): z.core.$ZodIssue[] {
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [issue];
  const value = issue.path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key], root);
  const branch = issue.errors[branchOf(value, issue.errors.length)] ?? [];
  return branch.flatMap((inner) => spread({ ...inner, path: [...issue.path, ...inner.path] }, root));
}

function branchOf(value: unknown, options: number): number {
  const has = (key: string) => typeof value === 'object' && value !== null && key in value;
  if (options === 2) return has('schools') ? 1 : 0;
  if (has('all')) return 0;
  if (has('any')) return 1;
  if (has('not')) return 2;
  if (has('of')) return 3;
  return 4;
}

function lineOf(contents: ParsedNode | null, path: readonly PropertyKey[], lines: LineCounter): number {
  let offset = 0;
  let node: unknown = contents;
  for (const key of path) {
    const pair = isMap(node)
      ? node.items.find((item) => String((item.key as { value?: unknown }).value) === String(key))
      : null;
    const next: unknown = pair
      ? pair.value
      : (node as { get?(key: unknown, keep: true): unknown } | null)?.get?.(key, true);
    const at = (pair?.key ?? next) as { range?: [number, number, number] } | null | undefined;
    if (!at?.range) break;
    offset = at.range[0];
    node = next;
  }
  return lines.linePos(offset).line;
}

function named(path: readonly PropertyKey[]): string {
  return path.length === 0 ? '' : `, «${path.map(String).join('.')}»`;
}

function syntaxText(code: string): string {
  if (code === 'DUPLICATE_KEY') return 'Поле с таким именем уже есть.';
  if (code === 'TAB_AS_INDENT') return 'Отступ сделан табуляцией.';
  return 'Запись не по правилам YAML: проверьте отступы, двоеточия и кавычки.';
}

function refusal(code: string, where: string, text: string): ReadMethodology {
  const advice = 'Исправьте это место и проверьте текст ещё раз: opora methodology check ФАЙЛ.';
  return { source: null, methodology: null, issues: [{ severity: 'error', code, where, text, advice }] };
}
