/** The official markers of doubtful results. */
import { combineSigns } from '#stats/false-discovery.ts';
import { type CohortJump, cohortJumps, highMeans, markMismatches, regionIndex } from '#stats/integrity/markers.ts';
import type { Grouping } from '#stats/value-added/mixed-model.ts';
import { UsageError } from '../errors.ts';
import type { Rows } from '../table.ts';
import { droppedLine, figure, grid } from '../text.ts';
import { droppedOf, statsVerb, string } from '../verb.ts';

const JUMPS: Record<NonNullable<CohortJump['sign']>, string> = { fall: 'падение', rise: 'рост' };

export const verbs = [
  statsVerb({
    method: 'markers',
    summary: 'признаки сомнительных результатов: завышенное среднее, несоответствие отметкам, скачок параллели',
    form: '--data ФАЙЛ --score СТОЛБЕЦ --school СТОЛБЕЦ [--mark СТОЛБЕЦ] [--before СТОЛБЕЦ --after СТОЛБЕЦ] [--level 0.05] [--json]',
    options: {
      score: string('СТОЛБЕЦ', 'балл за работу'),
      school: string('СТОЛБЕЦ', 'школа'),
      mark: string('СТОЛБЕЦ', 'отметка школы'),
      before: string('СТОЛБЕЦ', 'процент выполнения в этом году: добавить скачок параллели'),
      after: string('СТОЛБЕЦ', 'процент выполнения той же параллели в следующем году'),
      level: string('ЧИСЛО', 'допустимая доля ложных подозрений, 0.05'),
    },
    examples: [
      '--data demo/statistics/pupils.csv --score score --school school --mark mark',
      '--data demo/statistics/pupils.csv --score score --school school --mark mark --before prior --after score',
    ],
    async run(call) {
      const [score, school, mark] = [call.required('score'), call.required('school'), call.text('mark')];
      const [before, after] = [call.text('before'), call.text('after')];
      if ((before === undefined) !== (after === undefined))
        throw new UsageError('Ключи --before и --after указывают вместе: скачок параллели сравнивает два года.');
      const rows = await call.rows([score, school, mark], [before, after]);
      const grouping = rows.grouping(school);
      const high = highMeans(rows.numbers(score), grouping);
      const mismatch = mark === undefined ? null : markMismatches(rows.numbers(score), rows.numbers(mark), grouping);
      const jumps = before === undefined || after === undefined ? null : jumpsOf(rows, grouping, before, after);
      const signs = [
        { name: 'high-mean', p: Float64Array.from(high.schools, ({ p }) => p) },
        ...(mismatch ? [{ name: 'mark-mismatch', p: Float64Array.from(mismatch, ({ p }) => p) }] : []),
      ];
      const combined = combineSigns(signs, call.number('level') ?? 0.05);
      const list = high.schools.map((own, j) => ({
        ...own,
        mismatch: mismatch?.[j] ?? null,
        jump: jumps?.schools.get(own.id) ?? null,
        combined: combined[j] as (typeof combined)[number],
      }));
      const index = regionIndex(
        list.map(
          (one) =>
            Number(one.marked) + Number(one.mismatch?.marked ?? false) + Number((one.jump?.sign ?? null) !== null),
        ),
      );
      return {
        json: {
          schema: 'opora.stats.markers/1',
          n: rows.n,
          ...droppedOf(rows),
          region: high.region,
          regionIndex: index,
          jumpBounds: jumps && { low: jumps.low, high: jumps.high },
          schools: list,
        },
        text: [
          droppedLine(rows),
          `Среднее по всем ${figure(high.region.mean)}; доля школ без признаков ${figure(index)} %. Признак — повод проверить.\n`,
          jumps ? `Скачок параллели: отношение двух лет вне ${figure(jumps.low)} … ${figure(jumps.high)}.\n` : '',
          grid(
            ['', 'n', 'среднее', 'высокое', 'связь с отметками', ...(jumps ? ['два года', 'скачок'] : []), 'p общее'],
            [...list]
              .sort((a, b) => a.combined.adjusted - b.combined.adjusted)
              .map((one) => [
                one.id,
                one.n,
                one.mean,
                one.marked ? 'да' : 'нет',
                one.mismatch?.spearman,
                ...(jumps ? [one.jump?.ratio, one.jump?.sign ? JUMPS[one.jump.sign] : 'нет'] : []),
                one.combined.adjusted,
              ]),
            60,
          ),
        ].join(''),
      };
    },
  }),
];

/** Means of the rows of each school that have both years; a school without such rows has no ratio. */
function jumpsOf(rows: Rows, { codes, levels }: Grouping, before: string, after: string) {
  const [first, second] = [percents(rows, before), percents(rows, after)];
  const sums = levels.map(() => ({ count: 0, first: 0, second: 0 }));
  codes.forEach((code, i) => {
    const own = sums[code] as (typeof sums)[number];
    if (!Number.isFinite(first[i]) || !Number.isFinite(second[i])) return;
    own.count += 1;
    own.first += first[i] as number;
    own.second += second[i] as number;
  });
  const known = sums.flatMap((own, j) =>
    own.first > 0 && own.second > 0 ? [{ ...own, id: levels[j] as string }] : [],
  );
  const { low, high, schools } = cohortJumps(
    Float64Array.from(known, (own) => own.first / own.count),
    Float64Array.from(known, (own) => own.second / own.count),
  );
  return { low, high, schools: new Map(known.map(({ id }, k) => [id, schools[k] as CohortJump])) };
}

function percents(rows: Rows, column: string): Float64Array {
  const values = rows.numbers(column);
  const wrong = values.findIndex((value) => value < 0 || value > 100);
  if (wrong >= 0)
    throw new UsageError(
      `Столбец «${column}», строка ${(rows.places[wrong] as number) + 1}: ${values[wrong]} — нужен процент выполнения от 0 до 100.`,
    );
  return values;
}
