/** Shares: intervals, shrunk shares of many schools, the funnel. */
import { fitBetaBinomial, probabilityShareAbove, sharePosterior } from '#stats/shares/beta-binomial.ts';
import { funnel } from '#stats/shares/funnel.ts';
import { shareDifference, shareInterval, type ShareMethod } from '#stats/shares/intervals.ts';
import { UsageError } from '../errors.ts';
import { droppedLine, figure, grid } from '../text.ts';
import { type Call, droppedOf, statsVerb, string } from '../verb.ts';

const METHODS = [
  ['wilson', 'wilson'],
  ['wilsonCC', 'wilson-continuity'],
  ['clopperPearson', 'clopper-pearson'],
  ['jeffreys', 'jeffreys'],
  ['agrestiCoull', 'agresti-coull'],
] as const satisfies readonly (readonly [string, ShareMethod])[];

type Share = { x: number; n: number; p: number } & Record<(typeof METHODS)[number][0], [number, number]>;

const COUNTS = {
  x: string('СТОЛБЕЦ', 'сколько учеников с признаком'),
  n: string('СТОЛБЕЦ', 'сколько учеников всего'),
  id: string('СТОЛБЕЦ', 'название школы; без него — номер строки'),
};

async function counts(call: Call) {
  const rows = await call.rows([call.required('x'), call.required('n')], [call.text('id')]);
  const id = call.text('id');
  return {
    rows,
    x: rows.numbers(call.required('x')),
    n: rows.numbers(call.required('n')),
    ids: id === undefined ? Array.from(rows.places, (row) => String(row + 1)) : rows.texts(id),
  };
}

const proportion = statsVerb({
  method: 'proportion',
  summary: 'доля и её интервалы: Уилсона, Клоппера–Пирсона, Джеффриса, Агрести–Коулла; разность долей',
  form: '(--x ЧИСЛО --n ЧИСЛО [--x2 ЧИСЛО --n2 ЧИСЛО] | --data ФАЙЛ --x СТОЛБЕЦ --n СТОЛБЕЦ) [--level 0.95] [--json]',
  options: {
    ...COUNTS,
    x: string('ЧИСЛО', 'сколько с признаком, или столбец файла'),
    n: string('ЧИСЛО', 'сколько всего, или столбец файла'),
    x2: string('ЧИСЛО', 'то же во второй группе: добавить разность по Ньюкомбу'),
    n2: string('ЧИСЛО', 'сколько всего во второй группе'),
    level: string('ЧИСЛО', 'надёжность интервала, 0.95'),
  },
  examples: ['--x 12 --n 57', '--data demo/statistics/schools.csv --x below --n pupils --id school'],
  async run(call) {
    const level = call.number('level') ?? 0.95;
    if (call.has('data')) {
      const { rows, x, n, ids } = await counts(call);
      const shares = ids.map((id, j) => ({ id, share: share(x[j] as number, n[j] as number, level) }));
      return {
        json: {
          schema: 'opora.stats.proportion/1',
          level,
          ...droppedOf(rows),
          rows: shares.map(({ id, share: own }) => ({ id, ...own })),
        },
        text: `${droppedLine(rows)}${grid(
          ['', 'x', 'n', 'доля', 'Уилсон: от', 'до'],
          shares.map(({ id, share: own }) => [id, own.x, own.n, own.p, ...own.wilson]),
          60,
        )}`,
      };
    }
    const one = share(need(call, 'x'), need(call, 'n'), level);
    const both = call.has('x2') || call.has('n2');
    const difference = both ? shareDifference(one.x, one.n, need(call, 'x2'), need(call, 'n2'), level) : null;
    const newcombe = difference && {
      difference: difference.difference,
      newcombe: [difference.low, difference.high],
    };
    return {
      json: { schema: 'opora.stats.proportion/1', level, ...one, ...newcombe },
      text: [
        `Доля: ${figure(one.p)}.\n`,
        grid(
          ['', 'от', 'до'],
          METHODS.map(([name]) => [name, ...one[name]]),
        ),
        difference
          ? `Разность долей: ${figure(difference.difference)}, от ${figure(difference.low)} до ${figure(difference.high)}.\n`
          : '',
      ].join(''),
    };
  },
});

function share(x: number, n: number, level: number): Share {
  const intervals = METHODS.map(([name, method]) => {
    const { low, high } = shareInterval(x, n, method, level);
    return [name, [low, high]] as const;
  });
  return { x, n, p: x / n, ...Object.fromEntries(intervals) } as Share;
}

function need(call: Call, option: string): number {
  const value = call.number(option);
  if (value === undefined) throw new UsageError(`Не хватает ключа --${option} (или --data с таблицей).`);
  return value;
}

const betaBinomial = statsVerb({
  method: 'beta-binomial',
  summary: 'доли многих школ, притянутые к общей: меньше шума у малых школ',
  form: '--data ФАЙЛ --x СТОЛБЕЦ --n СТОЛБЕЦ [--id СТОЛБЕЦ] [--cut ДОЛЯ] [--json]',
  options: {
    ...COUNTS,
    cut: string('ДОЛЯ', 'добавить вероятность, что доля не меньше этой'),
    level: string('ЧИСЛО', 'надёжность интервала, 0.95'),
  },
  examples: ['--data demo/statistics/schools.csv --x below --n pupils --id school --cut 0.4'],
  async run(call) {
    const { rows, x, n, ids } = await counts(call);
    const cut = call.number('cut');
    const level = call.number('level') ?? 0.95;
    const fit = fitBetaBinomial(x, n);
    const schools = ids.map((id, j) => {
      const own = { x: x[j] as number, n: n[j] as number };
      const posterior = sharePosterior(own.x, own.n, fit, level);
      const above = cut === undefined ? {} : { above: probabilityShareAbove(cut, own.x, own.n, fit) };
      return { id, ...own, raw: own.x / own.n, post: posterior.mean, lo: posterior.low, hi: posterior.high, ...above };
    });
    return {
      json: { schema: 'opora.stats.beta-binomial/1', ...droppedOf(rows), ...fit, level, cut: cut ?? null, schools },
      text: [
        droppedLine(rows),
        `Средняя доля ${figure(fit.mean)}; α ${figure(fit.alpha)}, β ${figure(fit.beta)}; связь внутри школы ${figure(fit.rho)}.\n`,
        grid(
          ['', 'x', 'n', 'доля', 'притянутая', 'от', 'до', ...(cut === undefined ? [] : [`P(≥ ${cut})`])],
          schools.map((one) => [
            one.id,
            one.x,
            one.n,
            one.raw,
            one.post,
            one.lo,
            one.hi,
            ...('above' in one ? [one.above] : []),
          ]),
          60,
        ),
      ].join(''),
    };
  },
});

const INNER = 0.95;
const OUTER = 0.998;

const funnelVerb = statsVerb({
  method: 'funnel',
  summary: 'воронка: каждая школа против общей доли, границы шире у малых школ',
  form: '--data ФАЙЛ --x СТОЛБЕЦ --n СТОЛБЕЦ [--overdispersion multiplicative|additive|none] [--json]',
  options: {
    ...COUNTS,
    overdispersion: string('КАК', 'как учесть лишний разброс: multiplicative (по умолчанию), additive, none'),
  },
  examples: ['--data demo/statistics/schools.csv --x below --n pupils --id school --overdispersion additive'],
  async run(call) {
    const kind = call.choice('overdispersion', ['multiplicative', 'additive', 'none'], 'multiplicative');
    const { rows, x, n, ids } = await counts(call);
    const { target, phi, tau2, schools, limits, winsorisedLimits } = funnel(x, n, kind);
    const list = ids.map((id, j) => {
      const size = n[j] as number;
      const [inner, outer] = [winsorisedLimits(size, INNER), winsorisedLimits(size, OUTER)];
      return {
        id,
        x: x[j] as number,
        n: size,
        ...(schools[j] as (typeof schools)[number]),
        low95: inner.low,
        high95: inner.high,
        low998: outer.low,
        high998: outer.high,
        within95: limits(size, INNER),
        within998: limits(size, OUTER),
      };
    });
    return {
      json: {
        schema: 'opora.stats.funnel/1',
        ...droppedOf(rows),
        overdispersion: kind,
        target,
        phi,
        tau2,
        schools: list,
      },
      text: [
        droppedLine(rows),
        `Общая доля ${figure(target)}; φ ${figure(phi)}; τ² ${figure(tau2)}.\n`,
        grid(
          ['', 'x', 'n', 'доля', 'z', 'z с поправкой', 'от (95 %)', 'до', 'от (99,8 %)', 'до'],
          [...list]
            .sort((a, b) => b.adjustedZ - a.adjustedZ)
            .map((one) => [
              one.id,
              one.x,
              one.n,
              one.share,
              one.z,
              one.adjustedZ,
              one.within95.low,
              one.within95.high,
              one.within998.low,
              one.within998.high,
            ]),
          60,
        ),
      ].join(''),
    };
  },
});

export const verbs = [proportion, betaBinomial, funnelVerb];
