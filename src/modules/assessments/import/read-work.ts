/**
 * The description of a work: item, skill, level, codes of content (КЭС) and requirements (КТ), maximum, minutes. Typed
 * tables have slips, so items are checked against each other and their sum against the official maximum.
 */
import type { Issue } from '#kernel/issue.ts';
import { type Grid, gridsOf } from './grids.ts';
import { jsonOf } from './json.ts';
import { type Topic, topicsFor, topicsOf } from './read-topics.ts';

export type WorkItem = {
  name: string;
  maximum: number;
  /** Б basic, П advanced, В high. */
  level: string | null;
  kes: string[];
  kt: string[];
  minutes: number | null;
  skill: string;
};

export type WorkDescription = {
  /** As the table says it; the file's name or the user tells the rest. */
  subject: string | null;
  paperGrade: number | null;
  items: WorkItem[];
  /** What codes mean, where the file says it: «КЭС 1.1» → «Натуральные числа». */
  topics: Record<string, string>;
};

export type WorkReading = { works: WorkDescription[]; issues: Issue[] };

type Key =
  | 'grade'
  | 'subject'
  | 'item'
  | 'skill'
  | 'level'
  | 'kes'
  | 'kesWords'
  | 'kt'
  | 'ktWords'
  | 'maximum'
  | 'minutes';

const COLUMNS: [Key, RegExp][] = [
  ['kesWords', /(?:назван|наименован)\S* (?:кэс|элемент|содерж)|^тем[аы](?: по кэс)?$/i],
  ['ktWords', /(?:назван|наименован)\S* (?:кт|требов)/i],
  ['kes', /кэс|код(?:ы)? элементов содерж/i],
  ['kt', /(?:^|[^а-я])кт(?![а-я])|код(?:ы)? (?:проверяемых )?требов/i],
  ['maximum', /макс/i],
  ['minutes', /время|мин\.?$/i],
  ['level', /уров/i],
  ['grade', /^класс$/i],
  ['subject', /^предмет$/i],
  ['skill', /умени|проверяем|требовани/i],
  ['item', /^№|^номер|^задание$|^п\/п$/i],
];

/** `officialMaximum` is what the scale says of the work. */
export async function readWorks(
  bytes: Uint8Array,
  fileName: string,
  officialMaximum: (work: WorkDescription) => number | null = () => null,
): Promise<WorkReading> {
  const issues: Issue[] = [];
  const json = jsonOf(bytes);
  const works = json === null ? worksIn(await gridsOf(bytes, fileName), issues) : fromJson(json);
  if (works.length === 0)
    issues.push({
      severity: 'error',
      code: 'work-table-missing',
      where: fileName,
      text: 'В файле нет таблицы с описанием заданий.',
      advice: 'Нужны столбцы «№», «Код КЭС», «Код КТ», «Макс. балл»; образец даст выгрузка описания работы.',
    });
  for (const work of works) checkWork(work, officialMaximum(work), fileName, issues);
  return { works, issues };
}

/** A table is a description of works or the names of their codes; what neither is, is passed over. */
function worksIn(grids: readonly Grid[], issues: Issue[]): WorkDescription[] {
  const works: WorkDescription[] = [];
  const topics: Topic[] = [];
  for (const grid of grids) {
    const found = worksOf(grid, issues);
    works.push(...found);
    if (found.length === 0) topics.push(...(topicsOf(grid) ?? []));
  }
  return works.map((work) => ({ ...work, topics: { ...topicsFor(topics, work), ...work.topics } }));
}

function worksOf({ title, rows }: Grid, issues: Issue[]): WorkDescription[] {
  const headerRow = rows.slice(0, 10).findIndex((row) => {
    const found = columnsOf(row);
    return found.has('item') && found.has('maximum');
  });
  if (headerRow < 0) return [];
  const columns = columnsOf(rows[headerRow]!);
  const works = new Map<string, WorkDescription>();
  let last: WorkItem | null = null;
  let lastWork: WorkDescription | null = null;
  rows.slice(headerRow + 1).forEach((row, index) => {
    const text = (key: Key) => row[columns.get(key) ?? -1] ?? '';
    const name = itemName(text('item'));
    if (name === null) {
      // A cell that goes on below: further codes and words of the item above.
      if (text('item') === '' && last) {
        last.kes.push(...codesOf(text('kes')));
        last.kt.push(...codesOf(text('kt')));
        nameCodes(lastWork!, text);
        if (text('skill')) last.skill = `${last.skill} ${text('skill')}`.trim();
      }
      return;
    }
    const maximum = Number(text('maximum').replace(',', '.'));
    if (!Number.isInteger(maximum) || maximum < 1) {
      issues.push({
        severity: 'error',
        code: 'item-maximum-odd',
        where: `${title ? `«${title}», ` : ''}строка ${headerRow + index + 2}, задание ${name}`,
        text: `Наибольший балл «${text('maximum')}» не число от 1.`,
        advice: 'Исправьте таблицу и загрузите её снова; задание пропущено.',
      });
      last = null;
      return;
    }
    const key = `${text('grade')} ${text('subject')}`;
    const work = works.get(key) ?? {
      subject: text('subject') || null,
      paperGrade: Number(text('grade')) || null,
      items: [],
      topics: {},
    };
    works.set(key, work);
    lastWork = work;
    nameCodes(work, text);
    last = {
      name,
      maximum,
      level: /^[БПВ]/i.exec(text('level'))?.[0].toUpperCase() ?? null,
      kes: codesOf(text('kes')),
      kt: codesOf(text('kt')),
      minutes: Number.parseFloat(text('minutes').replace(',', '.')) || null,
      skill: text('skill'),
    };
    work.items.push(last);
  });
  return [...works.values()];
}

/** Codes and their words stand in two cells, in the same order, divided by semicolons or lines. */
function nameCodes({ topics }: WorkDescription, text: (key: Key) => string): void {
  for (const [of, codes, words] of [
    ['КЭС', codesOf(text('kes')), text('kesWords')],
    ['КТ', codesOf(text('kt')), text('ktWords')],
  ] as const) {
    const named = codes.length === 1 ? [words] : words.split(/;|\n/);
    codes.forEach((code, k) => {
      const name = (named[k] ?? '').trim();
      if (name !== '') topics[`${of} ${code}`] ??= name;
    });
  }
}

function columnsOf(row: readonly string[]): Map<Key, number> {
  const columns = new Map<Key, number>();
  row.forEach((header, index) => {
    const key = COLUMNS.find(([key, pattern]) => !columns.has(key) && pattern.test(header))?.[0];
    if (key) columns.set(key, index);
  });
  return columns;
}

/** '1', '11.1', '1К1' with a Cyrillic К; null for what is no item. */
export function itemName(text: string): string | null {
  const name = /^(\d{1,2}(?:\.\d{1,2})?(?: ?[КK]\d)?)\.?(?: ?\(.*\))?$/i.exec(text)?.[1];
  return name ? name.replace(' ', '').replace(/[kк]/i, 'К') : null;
}

function codesOf(text: string): string[] {
  return text
    .split(/[;,\s]+/)
    .map((code) => code.replace(/\.$/, ''))
    .filter((code) => /^\d+(?:\.\d+)*$/.test(code));
}

function checkWork(work: WorkDescription, official: number | null, fileName: string, issues: Issue[]): void {
  const where = [fileName, work.subject, work.paperGrade && `${work.paperGrade} класс`].filter(Boolean).join(', ');
  const names = new Set<string>();
  for (const { name } of work.items) {
    if (names.has(name))
      issues.push({
        severity: 'error',
        code: 'item-twice',
        where: `${where}, задание ${name}`,
        text: 'Задание описано дважды.',
        advice: 'Оставьте одну строку или исправьте номер.',
      });
    names.add(name);
  }
  for (const { name } of work.items) {
    const whole = /^(\d+)(?:\.\d+|К\d+)/.exec(name)?.[1];
    if (whole !== undefined && names.has(whole))
      issues.push({
        severity: 'error',
        code: 'item-overlaps',
        where: `${where}, задание ${name}`,
        text: `Задание ${whole} описано и целиком, и по частям: баллы сложились бы дважды.`,
        advice: `Оставьте либо задание ${whole}, либо его части, как в файле результатов.`,
      });
  }
  const codes = new Set(
    work.items.flatMap(({ kes, kt }) => [...kes.map((code) => `КЭС ${code}`), ...kt.map((code) => `КТ ${code}`)]),
  );
  const unnamed = [...codes].filter((code) => !(code in work.topics));
  if (unnamed.length > 0)
    issues.push({
      severity: 'note',
      code: 'topic-unnamed',
      where,
      text: `У кодов нет названий: ${unnamed.slice(0, 8).join(', ')}${unnamed.length > 8 ? ` и ещё ${unnamed.length - 8}` : ''}.`,
      advice: 'Темы покажутся кодами. Названия добавит лист «Кодификатор» со столбцами «Вид», «Код», «Название».',
    });
  const sum = work.items.reduce((total, { maximum }) => total + maximum, 0);
  if (official !== null && sum !== official)
    issues.push({
      severity: 'warning',
      code: 'work-sum-differs',
      where,
      text: `Сумма наибольших баллов за задания ${sum}, а за всю работу по шкале ${official}.`,
      advice: 'Сверьте баллы с официальным описанием: в таблице или в шкале ошибка.',
    });
}

type JsonWork = { grade?: unknown; subject?: unknown; items?: unknown };

function fromJson(json: unknown): WorkDescription[] {
  const list = Array.isArray(json) ? json : ((json as { works?: unknown }).works ?? []);
  return (Array.isArray(list) ? (list as JsonWork[]) : []).map(({ grade, subject, items }) => ({
    subject: typeof subject === 'string' ? subject : null,
    paperGrade: Number(grade) || null,
    topics: {},
    items: (Array.isArray(items) ? (items as Record<string, unknown>[]) : []).flatMap((item): WorkItem[] => {
      const name = itemName(String(item['item'] ?? item['name'] ?? ''));
      const maximum = Number(item['max'] ?? item['maximum']);
      if (name === null || !Number.isFinite(maximum)) return [];
      return [
        {
          name,
          maximum,
          level: typeof item['level'] === 'string' ? item['level'] : null,
          kes: listOf(item['kes']),
          kt: listOf(item['kt']),
          minutes: Number(item['minutes']) || null,
          skill: typeof item['skill'] === 'string' ? item['skill'] : '',
        },
      ];
    }),
  }));
}

function listOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : codesOf(typeof value === 'string' ? value : '');
}
