/** The same pupils through the years, told by their keys: the school and its classes, each against itself before. */
import { rowsSvg } from '#charts/rows.ts';
import { formatNumber } from '#kernel/format.ts';
import { count } from '#kernel/plural.ts';
import { SMALLEST_SHOWN } from '#modules/results/index.ts';
import type { Block } from '../domain/block.ts';
import type { LinkedRow } from '../domain/same-pupils.ts';
import { FEW_PUPILS, percentOf } from '../domain/shown-share.ts';

/** `before`, `now`: procedures in words; rows begin with the whole school. */
export type LinkedProcedures = { before: string; now: string; rows: LinkedRow[] };

export function samePupilsBlock(title: string, linked: readonly LinkedProcedures[]): Block | null {
  const [newest] = linked;
  if (!newest) return null;
  const conclusion = linked.map(sentence).join(' ');
  return {
    id: 'same-pupils',
    title: 'Те же ученики через годы',
    conclusion,
    svg: rowsSvg({
      id: 'same-pupils',
      title: `${title}: место тех же учеников среди учеников региона`,
      description: conclusion,
      kind: 'dot',
      rows: linked.flatMap(({ before, rows }) =>
        rows.map(({ klass, n, means }) => {
          const label = `${klassWords(klass)}, после «${before}»`;
          return means === null
            ? { label, value: null, low: 0, high: 0, small: false, note: 'скрыто' }
            : {
                label,
                value: means.now,
                low: clamped(means.before + means.low),
                high: clamped(means.before + means.high),
                small: n < FEW_PUPILS,
                region: means.before,
              };
        }),
      ),
      region: null,
    }),
    table: {
      caption: 'Сначала школа, потом классы по названию',
      columns: [
        { header: 'Раньше' },
        { header: 'Теперь' },
        { header: 'Кто' },
        { header: 'Тех же учеников', numeric: true },
        { header: 'Место раньше, %', numeric: true },
        { header: 'Место теперь, %', numeric: true },
        { header: 'Изменение, п. п.', numeric: true },
        { header: 'Интервал 95 %', numeric: true },
      ],
      rows: linked.flatMap(({ before, now, rows }) =>
        rows.map(({ klass, n, means }) =>
          means === null
            ? [before, now, klassWords(klass), 'скрыто', null, null, null, '—']
            : [
                before,
                now,
                klassWords(klass),
                n,
                percentOf(means.before),
                percentOf(means.now),
                Math.round(means.change * 1000) / 10,
                n < 2 ? '—' : `${points(means.low)}…${points(means.high)}`,
              ],
        ),
      ),
    },
    how: 'Место — какая доля учеников региона, писавших ту же работу, набрала меньше; 50 % — середина. Считаются только ученики, узнанные по постоянному коду в обеих работах; код хранится зашифрованным. Точка — теперь, черта — раньше, отрезок — интервал изменения 95 %. Классы — нынешние. Средний рост к середине бывает и сам по себе, поэтому смотрите на интервал.',
  };
}

function klassWords(klass: string | null): string {
  return klass === null ? 'школа' : klass === '' ? 'класс не указан' : `класс ${klass}`;
}

function sentence({ before, now, rows }: LinkedProcedures): string {
  const [school] = rows;
  if (!school?.means) return `«${before}» → «${now}»: тех же учеников меньше ${SMALLEST_SHOWN}, числа скрыты.`;
  const { change, low, high } = school.means;
  const certain = school.n > 1 && (low > 0 || high < 0);
  return `«${before}» → «${now}»: ${count(school.n, 'тот же ученик', 'тех же ученика', 'тех же учеников')}, место изменилось в среднем на ${points(change)} п. п. (от ${points(low)} до ${points(high)}): ${certain ? 'больше, чем бывает случайно' : 'могло получиться случайно'}.`;
}

function points(value: number): string {
  return `${value > 0 ? '+' : ''}${formatNumber(value * 100, { atMost: 1, atLeast: 1 })}`;
}

function clamped(value: number): number {
  return Math.min(1, Math.max(0, value));
}
