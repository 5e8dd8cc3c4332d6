/** Items and topics: how much of the possible was done, beside the region. */
import { rowsSvg } from '#charts/rows.ts';
import { formatNumber, formatPercent } from '#kernel/format.ts';
import type { Block } from '../domain/block.ts';
import type { Done } from '../domain/items.ts';
import { FEW_PUPILS, intervalInWords, percentOf } from '../domain/shown-share.ts';

const NAMED_AT_MOST = 5;

export function itemsBlock(title: string, whose: string, done: readonly Done[]): Block | null {
  if (done.length === 0) return null;
  return profileBlock(
    { id: 'items', title: 'Профиль заданий', caption: 'Задания по порядку', first: 'Задание', second: 'КЭС и КТ' },
    `${title}: профиль заданий`,
    whose,
    done.map((one) => ({ ...one, label: `Задание ${one.name}${one.about ? ` · ${one.about}` : ''}` })),
  );
}

export function topicsBlock(title: string, whose: string, done: readonly Done[]): Block | null {
  if (done.length === 0) return null;
  return profileBlock(
    { id: 'topics', title: 'Темы по КЭС и КТ', caption: 'Темы по кодам', first: 'Код и тема', second: 'Задания' },
    `${title}: темы по КЭС и КТ`,
    whose,
    done.map((one) => ({ ...one, label: one.name })),
  );
}

type Words = { id: string; title: string; caption: string; first: string; second: string };

function profileBlock(words: Words, title: string, whose: string, done: readonly (Done & { label: string })[]): Block {
  const compares = done.some(({ region }) => region !== null);
  const conclusion = compares ? againstRegion(whose, done) : weakest(whose, done);
  return {
    id: words.id,
    title: words.title,
    conclusion,
    svg: rowsSvg({
      id: words.id,
      title,
      description: conclusion,
      kind: 'bar',
      rows: done.map(({ label, value, low, high, n, region, behind, note }) => ({
        label,
        value,
        low,
        high,
        small: n < FEW_PUPILS,
        behind,
        region,
        ...(note ? { note } : {}),
      })),
      region: null,
    }),
    table: {
      caption: words.caption,
      columns: [
        { header: words.first },
        { header: words.second },
        { header: 'Учеников', numeric: true },
        { header: 'Выполнено, %', numeric: true },
        { header: 'Интервал 95 %', numeric: true },
        ...(compares
          ? [
              { header: 'В регионе, %', numeric: true },
              { header: 'Разница, п. п.', numeric: true },
              { header: 'Отстаёт' },
            ]
          : []),
      ],
      rows: done.map((one) => [
        one.name,
        one.about || '—',
        one.n === 0 && one.note !== null ? '—' : one.n,
        one.value === null ? (one.note ?? '—') : percentOf(one.value),
        one.value === null ? '—' : intervalInWords(one),
        ...(compares ? regionCells(one) : []),
      ]),
    },
    how: `Сумма баллов за задание, делённая на наибольшую возможную; кому тему не преподавали, не учтены. Отрезок — интервал Уилсона 95 % (для заданий на несколько баллов он с запасом).${
      compares
        ? ` Чёрная черта — регион. «Ниже» стоит, только если отставание не объяснить случаем: уровень 5 % поделён на число сравнений (${done.length}).`
        : ''
    }`,
  };
}

function regionCells({ value, region, behind }: Done): (number | string | null)[] {
  if (value === null || region === null) return [region === null ? null : percentOf(region), null, '—'];
  return [percentOf(region), Math.round((value - region) * 1000) / 10, behind ? 'да' : 'нет'];
}

function againstRegion(whose: string, done: readonly (Done & { label: string })[]): string {
  const behind = done.filter((one) => one.behind);
  if (behind.length === 0) return `${whose}: ни в чём нет отставания от региона больше, чем бывает случайно.`;
  const named = behind.slice(0, NAMED_AT_MOST).map(({ label }) => label);
  const rest = behind.length - named.length;
  return `${whose}: отставание от региона — ${named.join('; ')}${rest > 0 ? ` и ещё ${rest}` : ''}.`;
}

function weakest(whose: string, done: readonly (Done & { label: string })[]): string {
  const known = done.filter(({ value }) => value !== null).sort((a, b) => a.value! - b.value!);
  if (known.length === 0) return 'Выполнение неизвестно.';
  const named = known.slice(0, 3).map(({ label, value }) => `${label} (${formatPercent(value!, 0)})`);
  return `${whose}: труднее всего дались (из ${formatNumber(known.length)}): ${named.join('; ')}.`;
}
