/** Effects in panels of schools and years against weighted controls, with placebo errors. */
import { placeboEffect } from '#stats/effect/placebo.ts';
import type { PanelDesign } from '#stats/effect/synthetic-control.ts';
import { holds, type Scenario, USUAL } from './scenario.ts';

const EFFECT = 0.5;

export const PANELS: readonly Scenario[] = [
  panel('synthetic-did', 40, 8),
  panel('synthetic-did', 40, 1),
  panel('synthetic-control', 40, 8),
  panel('synthetic-control', 40, 1),
  panel('did', 40, 8),
];

/** Each school has its level and its share in a common factor; the first `before` of ten years are without support. */
function panel(design: PanelDesign, controls: number, treated: number): Scenario {
  return {
    name: `${design}, placebo error, ${controls} controls, ${treated} treated, 10 years`,
    measure: 'coverage',
    within: USUAL,
    replicate(random) {
      const [units, periods, before] = [controls + treated, 10, 7];
      const factor = Float64Array.from({ length: periods }, () => 0.3 * random.normal());
      const values = new Float64Array(units * periods);
      for (let unit = 0; unit < units; unit += 1) {
        const level = random.normal();
        const share = random.uniform();
        for (let t = 0; t < periods; t += 1)
          values[unit * periods + t] =
            level +
            0.1 * t +
            share * (factor[t] as number) +
            (unit >= controls && t >= before ? EFFECT : 0) +
            0.4 * random.normal();
      }
      return holds(placeboEffect({ values, units, periods, controls, before }, design, { replications: 60 }), EFFECT);
    },
  };
}
