import { panelOf } from '#stats/effect/panel.ts';
import { placeboEffect } from '#stats/effect/placebo.ts';
import { type PanelDesign, panelEffect } from '#stats/effect/synthetic-control.ts';
import { StatsError } from '#stats/errors.ts';
import { explained } from '../errors.ts';
import { droppedLine, figure, grid, heading } from '../text.ts';
import { type Answer, type Call, droppedOf } from '../verb.ts';
import { effectText, verdictOf, withNormalP } from './told.ts';

const NAMES: Record<'sdid' | 'sc' | 'did', PanelDesign> = {
  sdid: 'synthetic-did',
  sc: 'synthetic-control',
  did: 'did',
};

export async function panelAnswer(call: Call, design: 'sdid' | 'sc' | 'did'): Promise<Answer> {
  const [outcome, unit, time, treated] = (['outcome', 'unit', 'time', 'treated'] as const).map((option) =>
    call.required(option),
  ) as [string, string, string, string];
  const rows = await call.rows([unit, time, treated], [outcome]);
  const panel = panelOf({
    outcome: rows.numbers(outcome),
    unit: rows.texts(unit),
    period: rows.numbers(time),
    treated: rows.numbers(treated),
  });
  const { found, refused } = placebo(call, panel, NAMES[design]);
  const before = panel.moments.slice(0, panel.before);
  const controls = panel.names.slice(0, panel.controls);
  const weights = controls
    .map((name, i) => ({ unit: name, weight: found.omega[i] as number }))
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight);
  const sure = found.se === null ? null : withNormalP({ ...found, se: found.se, low: found.low, high: found.high });
  return {
    json: {
      schema: 'opora.stats.effect/1',
      ...droppedOf(rows),
      ...found,
      ...(sure ? { p: sure.p, ...verdictOf(call, sure) } : { seRefused: refused }),
      design,
      units: panel.units,
      controls,
      treatedUnits: panel.names.slice(panel.controls),
      periods: panel.moments,
      start: panel.moments[panel.before],
      omega: controls.map((name, i) => ({ unit: name, weight: found.omega[i] })),
      lambda: before.map((period, t) => ({ period, weight: found.lambda[t] })),
    },
    text: [
      droppedLine(rows),
      `Школ ${panel.units}, из них с поддержкой ${panel.units - panel.controls}; начало ${panel.moments[panel.before]}.\n`,
      sure ? effectText(call, sure) : `Эффект ${figure(found.estimate)}; ошибку оценить нельзя: ${refused}\n`,
      heading('Наибольшие веса сравнения'),
      grid(
        ['', 'вес'],
        weights.map(({ unit: name, weight }) => [name, weight]),
        15,
      ),
      heading('По годам'),
      grid(
        ['', 'с поддержкой', 'без неё было бы'],
        panel.moments.map((moment, t) => [String(moment), found.treated[t], found.expected[t]]),
      ),
    ].join(''),
  };
}

/** The estimate stands also where there are too few controls for its error. */
function placebo(call: Call, panel: Parameters<typeof placeboEffect>[0], design: PanelDesign) {
  const replications = call.number('replications');
  const level = call.number('level');
  try {
    const found = placeboEffect(panel, design, {
      ...(replications === undefined ? {} : { replications }),
      ...(level === undefined ? {} : { level }),
    });
    return { found, refused: null };
  } catch (error) {
    if (!(error instanceof StatsError && error.code === 'tooFew' && 'controls' in error.details)) throw error;
    const none = { se: null, low: Number.NaN, high: Number.NaN };
    return { found: { ...panelEffect(panel, design), ...none }, refused: explained(error) };
  }
}
