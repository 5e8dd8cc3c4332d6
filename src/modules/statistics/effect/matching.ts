import { matching } from '#stats/effect/matching.ts';
import { UsageError } from '../errors.ts';
import { droppedLine, figure, grid, heading } from '../text.ts';
import { type Answer, type Call, droppedOf } from '../verb.ts';
import { effectText, verdictOf } from './told.ts';

export async function matched(call: Call): Promise<Answer> {
  const [outcome, treated] = [call.required('outcome'), call.required('treated')];
  const by = call.list('by');
  if (by.length === 0) throw new UsageError('Не хватает ключа --by: по каким столбцам подбирать похожих.');
  const unit = call.text('unit');
  const rows = await call.rows([outcome, treated, ...by], [unit]);
  const caliper = call.number('caliper');
  const found = matching({
    outcome: rows.numbers(outcome),
    treated: rows.numbers(treated),
    covariates: by.map((name) => ({ name, values: rows.numbers(name) })),
    distance: call.choice('distance', ['mahalanobis', 'propensity'], 'mahalanobis'),
    neighbours: call.number('neighbours') ?? 1,
    ...(caliper === undefined ? {} : { caliper }),
    target: call.choice('target', ['att', 'ate'], 'att'),
    adjust: !call.has('no-adjustment'),
    level: call.number('level') ?? 0.95,
  });
  const names = unit === undefined ? Array.from(rows.places, (row) => String(row + 1)) : rows.texts(unit);
  const { weights: _weights, pairs, ...figures } = found;
  return {
    json: {
      schema: 'opora.stats.effect/1',
      design: 'matching',
      ...droppedOf(rows),
      ...figures,
      ...verdictOf(call, found),
      pairs: pairs.map(({ row, neighbours }) => ({ unit: names[row], neighbours: neighbours.map((i) => names[i]) })),
    },
    text: [
      droppedLine(rows),
      `Строк ${found.n}, с поддержкой ${found.treated}; нашлась пара у ${found.matched}${found.unmatched > 0 ? `, не нашлась у ${found.unmatched}` : ''}.\n`,
      effectText(call, found),
      `Просто разность средних ${figure(found.naive)}; без поправки на оставшиеся различия ${figure(found.unadjusted)}.\n`,
      heading('Насколько похожи (разность в стандартных отклонениях)'),
      grid(
        ['', 'до подбора', 'после', 'отношение дисперсий'],
        found.balance.map((one) => [one.name, one.before, one.after, one.varianceRatio]),
      ),
    ].join(''),
  };
}
