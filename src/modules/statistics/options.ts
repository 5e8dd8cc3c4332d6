/** Raw answers: the option chosen in each item, as texts in a table. */
import { NO_CHOICE } from '#stats/items/wrong-key.ts';
import type { Grouping } from '#stats/value-added/mixed-model.ts';
import { UsageError } from './errors.ts';
import type { Call } from './verb.ts';

const MOST_OPTIONS = 254;

export async function readOptions(call: Call, classColumn?: string) {
  const items = call.list('items');
  if (items.length === 0) throw new UsageError('Не хватает ключа --items.');
  const keys = keysOf(call.required('key'), items.length);
  const rows = await call.rows([classColumn], items);
  const code = new Map<string, number>();
  const codeOf = (text: string) => {
    if (text === '') return NO_CHOICE;
    const known = code.get(text);
    if (known !== undefined) return known;
    if (code.size > MOST_OPTIONS)
      throw new UsageError(`Разных вариантов ответа больше ${MOST_OPTIONS}: проверьте, что в --items только задания.`);
    code.set(text, code.size);
    return code.size - 1;
  };
  const key = Uint8Array.from(keys, codeOf);
  const chosen = new Uint8Array(rows.n * items.length);
  items.forEach((item, k) => {
    rows.texts(item).forEach((text, row) => {
      chosen[row * items.length + k] = codeOf(text);
    });
  });
  const seen = (k: number) => {
    for (let row = 0; row < rows.n; row += 1) if (chosen[row * items.length + k] === key[k]) return true;
    return false;
  };
  const unseen = items.filter((_, k) => !seen(k));
  if (unseen.length === items.length)
    throw new UsageError(
      'Ни один ключ не встречается среди ответов: проверьте буквы (кириллица или латиница) и порядок.',
    );
  const none: Grouping = { name: '', codes: new Int32Array(rows.n), levels: [] };
  return {
    chosen,
    pupils: rows.n,
    items,
    key,
    options: [...code.keys()],
    grouping: classColumn === undefined ? none : rows.grouping(classColumn),
  };
}

function keysOf(text: string, items: number): string[] {
  const keys = /[,;\s]/.test(text) ? text.split(/[,;\s]+/).filter((one) => one !== '') : [...text];
  if (items === 1) return [text];
  if (keys.length !== items) throw new UsageError(`Ключей ${keys.length}, а заданий ${items}.`);
  return keys;
}
