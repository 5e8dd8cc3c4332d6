/** Shares below the threshold: by municipality, and schools against the limits of chance. */
import { funnelSvg } from '#charts/funnel.ts';
import { rowsSvg } from '#charts/rows.ts';
import { formatNumber, formatPercent } from '#kernel/format.ts';
import { count, plural } from '#kernel/plural.ts';
import type { SchoolResult } from '#modules/results/index.ts';
import type { Funnel } from '#stats/shares/funnel.ts';
import type { Block } from '../domain/block.ts';
import { FEW_PUPILS, shareCells, shareInWords, type ShownShare, shownShare } from '../domain/shown-share.ts';

export type SchoolOfScope = {
  organisationId: number;
  name: string;
  municipality: string | null;
  own: boolean;
  result: SchoolResult;
};

const NOWHERE = 'без муниципалитета';

export function municipalitiesBlock(
  title: string,
  schools: readonly SchoolOfScope[],
  region: SchoolResult,
): Block | null {
  if (region.below === null || region.n === 0) return null;
  const groups = [...Map.groupBy(schools, ({ municipality }) => municipality ?? NOWHERE)]
    .sort(([a], [b]) => a.localeCompare(b, 'ru'))
    .map(([name, members]) => {
      const known = members.filter(({ result }) => result.below !== null);
      const n = known.reduce((sum, { result }) => sum + result.n, 0);
      const below = known.reduce((sum, { result }) => sum + (result.below ?? 0), 0);
      const own = members.every((member) => member.own);
      return { name, schools: members.length, share: shownShare(known.length > 0 ? below : null, n, own) };
    });
  const common = region.below / region.n;
  const apart = groups.filter(
    ({ share }) => share !== null && share.kind !== 'few' && (share.low > common || share.high < common),
  );
  const conclusion =
    apart.length === 0
      ? `Ни один муниципалитет не отличается от региона (${formatPercent(common, 1)}) больше, чем это бывает случайно.`
      : `${count(apart.length, 'муниципалитет отличается', 'муниципалитета отличаются', 'муниципалитетов отличаются')} от региона (${formatPercent(common, 1)}) так, что интервал его не содержит: ${apart.map(({ name }) => name).join(', ')}.`;
  return {
    id: 'municipalities',
    title: 'Доля ниже порога по муниципалитетам',
    conclusion,
    svg: rowsSvg({
      id: 'municipalities',
      title: `${title}: доля ниже порога по муниципалитетам`,
      description: conclusion,
      kind: 'dot',
      rows: groups.map(({ name, share }) =>
        share === null || share.kind === 'few'
          ? { label: name, value: null, low: 0, high: 0, small: false, note: shareInWords(share) }
          : {
              label: name,
              value: share.value,
              low: share.low,
              high: share.high,
              small: share.n < FEW_PUPILS || share.kind === 'range',
            },
      ),
      region: { value: common, label: `регион ${formatPercent(common, 1)}` },
    }),
    table: {
      caption: 'Муниципалитеты по алфавиту',
      columns: [{ header: 'Муниципалитет' }, { header: 'Школ', numeric: true }, ...SHARE_COLUMNS],
      rows: groups.map(({ name, schools: members, share }) => [name, members, ...shareCells(share)]),
    },
    how: `Доля учеников ниже порога; отрезок — интервал Уилсона 95 %. Порядок алфавитный: это не рейтинг. Штриховка — писали меньше ${FEW_PUPILS} или число скрыто. Числа от 1 до 4 не показаны.`,
  };
}

const SHARE_COLUMNS = [
  { header: 'Писали', numeric: true },
  { header: 'Ниже порога', numeric: true },
  { header: 'Доля, %', numeric: true },
  { header: 'Интервал 95 %', numeric: true },
];

const LEVEL = 0.998;

export function funnelBlock(title: string, schools: readonly SchoolOfScope[], funnel: Funnel): Block {
  const rows = schools
    .map((school) => ({ ...school, share: shownShare(school.result.below, school.result.n, school.own) }))
    .sort(
      (a, b) =>
        (a.municipality ?? '').localeCompare(b.municipality ?? '', 'ru') ||
        a.name.localeCompare(b.name, 'ru', { numeric: true }),
    );
  const points = rows.flatMap(({ name, share }) => {
    if (share === null || share.kind === 'few') return [];
    const { low, high } = funnel.limits(share.n, LEVEL);
    // Of a hidden number only what holds for all that it may be.
    const above = (share.kind === 'exact' ? share.below : share.from) / share.n > high;
    const outside = above || (share.kind === 'exact' ? share.below : share.to) / share.n < low;
    return [
      {
        label: name,
        n: share.n,
        share: share.value,
        outside,
        above,
        small: share.n < FEW_PUPILS || share.kind === 'range',
      },
    ];
  });
  const above = points.filter((point) => point.above).length;
  const beneath = points.filter((point) => point.outside).length - above;
  const conclusion =
    above + beneath === 0
      ? `Из ${count(points.length, 'школы', 'школ', 'школ')} ни одна не вышла за пределы 99,8 %: различия можно объяснить случаем.`
      : `За верхним пределом 99,8 % — ${count(above, 'школа', 'школы', 'школ')} из ${formatNumber(points.length)}, за нижним — ${formatNumber(beneath)}. Это повод узнать, почему, а не оценка школ.`;
  return {
    id: 'funnel',
    title: 'Школы и пределы случайности',
    conclusion,
    svg: funnelSvg({
      id: 'funnel',
      title: `${title}: доля ниже порога и число учеников`,
      description: conclusion,
      target: funnel.target,
      limits: (n, level) => funnel.limits(n, level),
      points,
    }),
    table: {
      caption: 'Школы по муниципалитету и названию',
      columns: [{ header: 'Школа' }, { header: 'Муниципалитет' }, ...SHARE_COLUMNS, { header: 'За пределом 99,8 %' }],
      rows: rows.map(({ name, municipality, share }) => [
        name,
        municipality,
        ...shareCells(share),
        share === null || share.kind === 'few' ? '—' : beyond(share, funnel.limits(share.n, LEVEL)),
      ]),
    },
    how: `Пределы показывают, куда случай заводит школы с одинаковой подготовкой учеников: чем меньше писало, тем шире. Они расширены на разброс школ региона (φ = ${formatNumber(funnel.phi)}; Spiegelhalter, 2005) и посчитаны по всем школам региона; точками показаны только школы, которые вам видны. Где учеников ниже порога от 1 до 4, точка заштрихована и стоит посередине возможного.`,
  };
}

function beyond(share: Exclude<ShownShare, { kind: 'few' }>, { low, high }: { low: number; high: number }): string {
  const [from, to] = share.kind === 'exact' ? [share.below, share.below] : [share.from, share.to];
  return from / share.n > high ? 'выше' : to / share.n < low ? 'ниже' : 'нет';
}

const LEAST = [1, 5, 10, 20, 30];

/** What the picture would be if small schools were left out. */
export function smallNumbersBlock(schools: readonly SchoolOfScope[], funnel: Funnel): Block {
  const known = schools.filter(({ result }) => result.below !== null && result.n > 0);
  const rows = LEAST.map((least) => {
    const kept = known.filter(({ result }) => result.n >= least);
    const n = kept.reduce((sum, { result }) => sum + result.n, 0);
    const below = kept.reduce((sum, { result }) => sum + (result.below ?? 0), 0);
    const above = kept.filter(({ result }) => result.below! / result.n > funnel.limits(result.n, 0.95).high).length;
    return { least, schools: kept.length, share: shownShare(below, n, false), n, above };
  });
  const [all] = rows;
  const strict = rows.find(({ least }) => least === 20) ?? rows.at(-1)!;
  const left = (all?.schools ?? 0) - strict.schools;
  const conclusion = `Если не учитывать школы, где писали меньше 20 учеников, ${plural(left, 'выпадет', 'выпадут', 'выпадут')} ${count(left, 'школа', 'школы', 'школ')}; доля ниже порога: ${shareInWords(strict.share)} вместо ${shareInWords(all?.share ?? null)}.`;
  return {
    id: 'small-numbers',
    title: 'Насколько вывод зависит от малых школ',
    conclusion,
    svg: null,
    table: {
      caption: 'Что изменится, если не учитывать школы с малым числом учеников',
      columns: [
        { header: 'Наименьшее число учеников', numeric: true },
        { header: 'Школ', numeric: true },
        // Counts of two rows would differ by a few pupils of the schools between them.
        ...SHARE_COLUMNS.slice(2),
        { header: 'Школ выше предела 95 %', numeric: true },
      ],
      rows: rows.map(({ least, schools: kept, share, above }) => [least, kept, ...shareCells(share).slice(2), above]),
    },
    how: 'Пределы те же, что на воронке. В школе, где пишут 10 человек, один ученик меняет долю на 10 процентных пунктов.',
  };
}
