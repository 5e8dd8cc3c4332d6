/** What a sheet would change in the register: every row checked, nothing written. */
import type { Actor } from '#kernel/actor.ts';
import type { Issue } from '#kernel/issue.ts';
import { normaliseOrganisationName } from '#kernel/organisation-name.ts';
import { factsProblem, type OrganisationFacts } from '../domain/facts.ts';
import { fitsUnder, KIND_NAMES, KINDS, type Kind, STATUS_NAMES } from '../domain/tree.ts';
import { mayAddUnder, mayEdit, mayMove } from '../policy.ts';
import { ALIAS_SEPARATOR, type ColumnKey, HEADERS } from './columns.ts';
import type { SheetRow } from './read-sheet.ts';
import { type Place, Places } from './places.ts';
import type { RegisterEntry } from '../queries/register.ts';
import { dateIn, kindIn, schoolTypeByName, schoolTypeIn, settlementTypeIn } from './words.ts';

export type ImportStep = {
  line: number;
  action: 'create' | 'update' | 'same';
  kind: Kind;
  facts: OrganisationFacts;
  /** The organisation of the register, or the line of this sheet that adds it; null for a region. */
  parent: Place | null;
  /** What the row is in the register already. */
  entry: RegisterEntry | null;
  /** Headers of what changes. */
  changed: string[];
};

export type ImportPlan = { steps: ImportStep[]; issues: Issue[] };

type FactKey = Exclude<keyof OrganisationFacts, 'aliases'>;
const FACT_KEYS = [
  'name',
  'shortName',
  'schoolType',
  'settlementType',
  'number',
  'fisOkoLogin',
  'ogeCode',
  'egeCode',
  'inn',
  'ogrn',
  'address',
  'openedOn',
] as const satisfies readonly FactKey[];
const CODES = ['fisOkoLogin', 'ogeCode', 'egeCode', 'ogrn'] as const;

export function planImport(actor: Actor, rows: readonly SheetRow[], register: readonly RegisterEntry[]): ImportPlan {
  const issues: Issue[] = [];
  const places = new Places(register);
  const taken = new Map<number, number>();
  const codes = new Map<string, number>();
  const drafts = rows.flatMap((row) => {
    const draft = draftOf(row, issues);
    return draft ? [draft] : [];
  });
  // Bodies first, whatever the order of the sheet: schools name them.
  drafts.sort((a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) || a.line - b.line);
  const steps: ImportStep[] = [];
  for (const draft of drafts) {
    const step = stepOf(actor, draft, places, issues);
    if (!step) continue;
    const before = step.entry ? taken.get(step.entry.id) : undefined;
    if (before !== undefined) {
      issues.push(
        issue(
          'error',
          'row-repeated',
          draft.line,
          null,
          `Та же организация уже есть в строке ${before}.`,
          'Оставьте одну строку.',
        ),
      );
      continue;
    }
    if (step.entry) taken.set(step.entry.id, draft.line);
    for (const key of CODES) {
      const code = step.facts[key];
      if (!code) continue;
      const other = codes.get(`${key} ${code}`);
      if (other !== undefined)
        issues.push(
          issue(
            'error',
            'code-repeated',
            draft.line,
            key,
            `Код ${code} уже указан в строке ${other}.`,
            'Исправьте код в одной из строк.',
          ),
        );
      codes.set(`${key} ${code}`, draft.line);
    }
    if (!step.entry)
      places.add({
        line: draft.line,
        kind: draft.kind,
        shortName: step.facts.shortName,
        name: step.facts.name,
        parent: step.parent,
      });
    steps.push(step);
  }
  steps.sort((a, b) => a.line - b.line);
  issues.sort((a, b) => lineOf(a) - lineOf(b));
  return { steps, issues };
}

type Draft = { line: number; kind: Kind; cells: SheetRow['cells']; facts: Partial<OrganisationFacts> };

/** Cells turned into facts; an empty cell says nothing. */
function draftOf({ line, cells }: SheetRow, issues: Issue[]): Draft | null {
  const say = (key: ColumnKey, text: string, advice: string) =>
    void issues.push(issue('error', `${key}-unknown`, line, key, text, advice));
  const kind = cells.kind ? kindIn(cells.kind) : 'school';
  if (!kind) {
    say('kind', `Вид «${cells.kind}» не распознан.`, `Укажите один из: ${Object.values(KIND_NAMES).join(', ')}.`);
    return null;
  }
  const facts: Partial<OrganisationFacts> = {};
  for (const key of ['name', 'shortName', 'number', 'ogeCode', 'egeCode', 'inn', 'ogrn', 'address'] as const)
    if (cells[key]) facts[key] = cells[key];
  if (cells.fisOkoLogin) facts.fisOkoLogin = cells.fisOkoLogin.toLowerCase();
  if (cells.aliases)
    facts.aliases = cells.aliases
      .split(ALIAS_SEPARATOR)
      .map((alias) => alias.trim())
      .filter(Boolean);
  if (cells.schoolType && kind === 'school') {
    facts.schoolType = schoolTypeIn(cells.schoolType);
    if (!facts.schoolType)
      say(
        'schoolType',
        `Тип школы «${cells.schoolType}» не распознан.`,
        'Укажите: средняя, основная, начальная, гимназия, лицей, вечерняя, коррекционная или филиал.',
      );
  }
  if (cells.settlementType) {
    facts.settlementType = settlementTypeIn(cells.settlementType);
    if (!facts.settlementType)
      say(
        'settlementType',
        `Населённый пункт «${cells.settlementType}» не распознан.`,
        'Укажите: административный центр, город, посёлок городского типа или село.',
      );
  }
  if (cells.openedOn) {
    facts.openedOn = dateIn(cells.openedOn);
    if (!facts.openedOn) say('openedOn', `«${cells.openedOn}» — не дата.`, 'Запишите дату как 01.09.1990.');
  }
  return { line, kind, cells, facts };
}

function stepOf(actor: Actor, draft: Draft, places: Places, issues: Issue[]): ImportStep | null {
  const { line, kind, cells } = draft;
  const say = (key: ColumnKey | null, code: string, text: string, advice: string) => {
    issues.push(issue('error', code, line, key, text, advice));
    return null;
  };
  const parent = cells.parent ? places.named(cells.parent) : null;
  if (parent === 'several')
    return say(
      'parent',
      'parent-ambiguous',
      `Организаций «${cells.parent}» несколько.`,
      'Запишите вместе с вышестоящей: «Район / Организация».',
    );
  if (cells.parent && parent === null)
    return say(
      'parent',
      'parent-unknown',
      `Организации «${cells.parent}» нет.`,
      'Исправьте название или добавьте её отдельной строкой.',
    );

  const entry = places.known(cells, draft.facts, kind, parent);
  if (entry === 'several')
    return say(
      'shortName',
      'organisation-ambiguous',
      'Организаций с таким названием здесь несколько.',
      'Укажите код: логин ФИС ОКО, код ОГЭ, код ЕГЭ или ОГРН.',
    );
  if (entry && entry.kind !== kind)
    return say(
      'kind',
      'kind-changed',
      `В реестре это ${KIND_NAMES[entry.kind].toLowerCase()}.`,
      'Вид организации не меняется загрузкой.',
    );
  if (entry && cells.status && plainStatus(cells.status) !== plainStatus(STATUS_NAMES[entry.status])) {
    issues.push(
      issue(
        'warning',
        'status-kept',
        line,
        'status',
        `В реестре: ${STATUS_NAMES[entry.status].toLowerCase()}. Загрузка состояние не меняет.`,
        'Закройте или присоедините организацию на её странице.',
      ),
    );
  }

  const facts = entry ? { ...entry.facts, ...draft.facts } : completed(draft);
  const problem = factsProblem(kind, facts);
  if (problem) return say(problem.field, `${problem.field}-wrong`, problem.text, problem.advice);

  const place = parent ?? (entry ? places.parentOf(entry) : null);
  if (!place && kind !== 'region')
    return say(
      'parent',
      'parent-missing',
      'Не указана вышестоящая организация.',
      'Запишите название муниципалитета, округа или региона.',
    );
  if (!fitsUnder(kind, place?.kind ?? null))
    return say(
      'parent',
      'parent-unfit',
      `${KIND_NAMES[kind]} не может стоять под «${place?.shortName ?? ''}».`,
      'Укажите другую вышестоящую организацию.',
    );
  const moved = entry !== null && (place?.id ?? null) !== entry.parentId;
  const allowed = entry
    ? mayEdit(actor, entry) && (!moved || mayMoveHere(actor, entry, place))
    : mayAddHere(actor, place);
  if (!allowed)
    return say(
      null,
      'not-allowed',
      'У вас нет права менять эту организацию.',
      'Оставьте в файле только организации своего уровня и ниже.',
    );

  const changed = entry ? changesOf(entry, facts, moved) : [];
  const action = !entry ? 'create' : changed.length === 0 ? 'same' : 'update';
  return { line, action, kind, facts, parent: place, entry, changed };
}

/** A new organisation may leave out what its name tells. */
function completed({ kind, facts }: Draft): OrganisationFacts {
  const name = facts.name ?? facts.shortName ?? '';
  const shortName = facts.shortName ?? facts.name?.slice(0, 300) ?? '';
  const schoolType =
    kind === 'school' ? (facts.schoolType ?? schoolTypeByName(shortName) ?? schoolTypeByName(name)) : null;
  return { ...facts, name, shortName, schoolType };
}

function mayAddHere(actor: Actor, place: Place | null): boolean {
  return mayAddUnder(actor, standingPlace(place));
}

function mayMoveHere(actor: Actor, entry: RegisterEntry, place: Place | null): boolean {
  const parent = standingPlace(place);
  return (
    parent !== null &&
    mayMove(actor, { path: entry.path, parentPath: entry.path.replace(/\d+\.$/, '') || null }, parent)
  );
}

/** Below an organisation that this sheet adds, the right is that to the place where it is added. */
function standingPlace(place: Place | null): { path: string } | null {
  let at = place;
  while (at && at.path === undefined) at = at.parent ?? null;
  return at?.path === undefined ? null : { path: at.path };
}

function changesOf(entry: RegisterEntry, facts: OrganisationFacts, moved: boolean): string[] {
  const changed: string[] = FACT_KEYS.filter((key) => (entry.facts[key] ?? null) !== (facts[key] ?? null)).map(
    (key) => HEADERS[key],
  );
  const known = new Set(
    [...(entry.facts.aliases ?? []), entry.facts.name, entry.facts.shortName].map(normaliseOrganisationName),
  );
  if ((facts.aliases ?? []).some((alias) => !known.has(normaliseOrganisationName(alias))))
    changed.push(HEADERS.aliases);
  if (moved) changed.push(HEADERS.parent);
  return changed;
}

function plainStatus(text: string): string {
  const word = text.toLowerCase();
  return /присоед|реорган/.test(word) ? 'merged' : /закры|ликвид/.test(word) ? 'closed' : 'open';
}

function issue(
  severity: Issue['severity'],
  code: string,
  line: number,
  key: ColumnKey | null,
  text: string,
  advice: string,
): Issue {
  return { severity, code, where: key ? `строка ${line}, «${HEADERS[key]}»` : `строка ${line}`, text, advice };
}

function lineOf({ where }: Issue): number {
  return Number(/\d+/.exec(where)?.[0] ?? 0);
}
