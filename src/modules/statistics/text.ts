/** Answers for reading: columns of equal width, numbers as they are written in Russian. */
import { formatNumber } from '#kernel/format.ts';

export type Cell = string | number | null | undefined;

/** Four significant digits, at most six places: enough to read, the JSON has them all. */
export function figure(value: Cell): string {
  if (typeof value === 'string') return value;
  if (value === null || value === undefined || !Number.isFinite(value)) return '—';
  if (Number.isInteger(value)) return formatNumber(value);
  const size = Math.floor(Math.log10(Math.abs(value)));
  const places = Math.min(6, Math.max(0, 3 - size));
  if (value !== 0 && size < -6) return value.toExponential(2).replace('.', ',').replace('-', '−');
  return formatNumber(value, { atMost: places, atLeast: places });
}

/** Texts to the left, numbers to the right. */
export function grid(head: readonly string[], rows: readonly (readonly Cell[])[], limit = Infinity): string {
  const shown = rows.slice(0, limit).map((row) => row.map(figure));
  const right = head.map((_, k) => rows.every((row) => typeof row[k] !== 'string'));
  const widths = head.map((title, k) => Math.max(title.length, ...shown.map((row) => (row[k] ?? '').length)));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, k) => (right[k] ? cell.padStart(widths[k] as number) : cell.padEnd(widths[k] as number)))
      .join('  ')
      .trimEnd();
  const more = rows.length > shown.length ? [`… и ещё ${rows.length - shown.length}; все — с ключом --json`] : [];
  return [line(head), ...shown.map(line), ...more].map((one) => `${one}\n`).join('');
}

export function droppedLine({ dropped, missing }: { dropped: number; missing: Record<string, number> }): string {
  if (dropped === 0) return '';
  const columns = Object.entries(missing).map(([name, count]) => `${name} — ${count}`);
  return `Не вошло строк с пропусками: ${dropped} (${columns.join(', ')}).\n`;
}

export function heading(text: string): string {
  return `\n${text}\n`;
}
