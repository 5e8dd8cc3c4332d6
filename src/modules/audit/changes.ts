/** What exactly changed, from the two states an event keeps. */
export type Change = { field: string; before: string | null; after: string | null };

const FIELDS: Readonly<Record<string, string>> = {
  name: 'Название',
  shortName: 'Краткое название',
  short_name: 'Краткое название',
  title: 'Название',
  email: 'Почта',
  post: 'Должность',
  role: 'Роль',
  validUntil: 'Срок',
  state: 'Состояние',
  text: 'Текст',
  deadline: 'Срок',
  number: 'Номер',
  parentId: 'Подчинение',
  fileName: 'Файл',
};

/** Fields that differ; long values are cut, nested ones written as JSON. */
export function changesOf(before: unknown, after: unknown): Change[] {
  const old = asRecord(before);
  const now = asRecord(after);
  const fields = [...new Set([...Object.keys(old), ...Object.keys(now)])];
  return fields
    .map((field) => ({ field: FIELDS[field] ?? field, before: written(old[field]), after: written(now[field]) }))
    .filter((change) => change.before !== change.after);
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

const LONGEST = 200;

function written(value: unknown): string | null {
  if (value === undefined || value === null || value === '') return null;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
