/** Signs of doubtful results: mark borders, jumps of the density, the official markers, answer strings. */
import { bunching, bunchingInterval, histogram, placeboCuts, type Histogram } from '#stats/integrity/bunching.ts';
import { densityDiscontinuity } from '#stats/integrity/density.ts';
import { UsageError } from '../errors.ts';
import { droppedLine, figure, grid, heading } from '../text.ts';
import { type Call, droppedOf, statsVerb, string } from '../verb.ts';

const bunchingVerb = statsVerb({
  method: 'bunching',
  summary: 'завышение у границы отметки: сколько работ перенесено через неё',
  form: '--data ФАЙЛ --score СТОЛБЕЦ [--count СТОЛБЕЦ] --cut БАЛЛ --below L --above U --degree D [--json]',
  options: {
    score: string('СТОЛБЕЦ', 'первичный балл, целое число'),
    count: string('СТОЛБЕЦ', 'сколько таких работ, если в строке не одна'),
    cut: string('БАЛЛ', 'первый балл более высокой отметки'),
    below: string('L', 'сколько баллов ниже границы могли опустеть (3)'),
    above: string('U', 'сколько баллов от границы вверх могли пополниться (3)'),
    degree: string('D', 'степень многочлена (5)'),
    replications: string('ЧИСЛО', 'повторов для интервала, 999; 0 — без интервала'),
    seed: string('ЧИСЛО', 'начало случайных чисел, 1'),
  },
  examples: ['--data demo/statistics/marks.csv --score score --cut 20 --below 2 --above 2 --degree 5'],
  async run(call) {
    const { rows, scores } = await histogramOf(call);
    const options = {
      cut: cutOf(call),
      below: call.number('below') ?? 3,
      above: call.number('above') ?? 3,
      degree: call.number('degree') ?? 5,
    };
    const found = bunching(scores, options);
    const replications = call.number('replications') ?? 999;
    const interval =
      replications === 0 ? null : bunchingInterval(scores, options, { seed: call.number('seed') ?? 1, replications });
    const placebo = placeboCuts(scores, options);
    const share = interval?.shareOfBelow;
    return {
      json: {
        schema: 'opora.stats.bunching/1',
        n: scores.counts.reduce((sum, count) => sum + count, 0),
        ...droppedOf(rows),
        ...options,
        bins: Array.from(scores.counts, (_, k) => scores.first + k),
        counts: scores.counts,
        ...found,
        interval,
        placebo,
      },
      text: [
        droppedLine(rows),
        `Граница ${options.cut}: лишних выше ${figure(found.excessAbove)}, недостаёт ниже ${figure(found.missingBelow)}, перенесено ${figure(found.manipulated)}.\n`,
        `Доля перенесённых среди стоящих ниже границы: ${figure(found.shareOfBelow)}${share ? `, от ${figure(share.low)} до ${figure(share.high)}` : ''}; z ${figure(found.z)}.\n`,
        `На ложных границах (${placebo.cuts.length}) не меньше: p ${figure(placebo.p)}.\n`,
      ].join(''),
    };
  },
});

async function histogramOf(call: Call) {
  const count = call.text('count');
  const rows = await call.rows([call.required('score'), count]);
  const score = rows.numbers(call.required('score'));
  if (count === undefined) return { rows, scores: histogram(score) };
  const times = rows.numbers(count);
  const range = histogram(score);
  const counts = new Float64Array(range.counts.length);
  score.forEach((one, i) => {
    counts[one - range.first] = (counts[one - range.first] as number) + (times[i] as number);
  });
  const scores: Histogram = { first: range.first, counts };
  return { rows, scores };
}

function cutOf(call: Call): number {
  const cut = call.number('cut');
  if (cut === undefined) throw new UsageError('Не хватает ключа --cut.');
  return cut;
}

const density = statsVerb({
  method: 'density',
  summary: 'скачок плотности баллов на границе (почти непрерывные баллы; иначе bunching)',
  form: '--data ФАЙЛ --score СТОЛБЕЦ --cut БАЛЛ [--p 2] [--q 3] [--kernel triangular] [--h ЛЕВО,ПРАВО] [--json]',
  options: {
    score: string('СТОЛБЕЦ', 'балл'),
    cut: string('БАЛЛ', 'граница'),
    p: string('ЧИСЛО', 'порядок, для которого выбирается ширина окна, 2'),
    q: string('ЧИСЛО', 'порядок подгонки, p + 1'),
    kernel: string('ЯДРО', 'triangular (по умолчанию), epanechnikov, uniform'),
    h: string('ЛЕВО,ПРАВО', 'ширина окна слева и справа; иначе выбирается по данным', true),
  },
  examples: ['--data demo/statistics/pupils.csv --score score --cut 50'],
  async run(call) {
    const rows = await call.rows([call.required('score')]);
    const h = call.numbers('h');
    if (h.length > 2) throw new UsageError('Ключ --h: одно или два числа через запятую.');
    const [left, right = left] = h;
    const p = call.number('p');
    const q = call.number('q');
    const found = densityDiscontinuity(rows.numbers(call.required('score')), {
      cut: cutOf(call),
      ...(p === undefined ? {} : { p }),
      ...(q === undefined ? {} : { q }),
      kernel: call.choice('kernel', ['triangular', 'epanechnikov', 'uniform'], 'triangular'),
      ...(left === undefined || right === undefined ? {} : { h: { left, right } }),
    });
    return {
      json: { schema: 'opora.stats.density/1', ...droppedOf(rows), cut: cutOf(call), ...found },
      text: [
        droppedLine(rows),
        `Статистика ${figure(found.statistic)}, p ${figure(found.pValue)}.\n`,
        heading('Стороны границы'),
        grid(
          ['', 'плотность', 'ошибка', 'окно', 'в окне', 'всего'],
          [
            ['слева', found.left, found.se.left, found.h.left, found.n.insideLeft, found.n.left],
            ['справа', found.right, found.se.right, found.h.right, found.n.insideRight, found.n.right],
          ],
        ),
      ].join(''),
    };
  },
});

export const verbs = [bunchingVerb, density];
