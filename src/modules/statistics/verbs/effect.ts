import { UsageError } from '../errors.ts';
import { type Answer, type Call, PREDICTOR_OPTIONS, flag, statsVerb, string } from '../verb.ts';

/** Each design is loaded when it is asked for. */
const DESIGNS: Record<string, (call: Call) => Promise<Answer>> = {
  sdid: async (call) => (await import('../effect/panel.ts')).panelAnswer(call, 'sdid'),
  sc: async (call) => (await import('../effect/panel.ts')).panelAnswer(call, 'sc'),
  did: async (call) =>
    call.has('unit')
      ? (await import('../effect/panel.ts')).panelAnswer(call, 'did')
      : (await import('../effect/regression.ts')).rowsDid(call),
  twfe: async (call) => (await import('../effect/regression.ts')).twoWay(call),
  'fixed-effects': async (call) => (await import('../effect/regression.ts')).absorbed(call),
  ancova: async (call) => (await import('../effect/regression.ts')).ancovaAnswer(call),
  its: async (call) => (await import('../effect/before-after.ts')).interrupted(call),
  matching: async (call) => (await import('../effect/matching.ts')).matched(call),
  'regression-to-mean': async (call) => (await import('../effect/before-after.ts')).fallBack(call),
};

export const verbs = [
  statsVerb({
    method: 'effect',
    summary: 'действие поддержки: панели, ковариационный анализ, прерванный ряд, подбор похожих',
    form: `--design ${Object.keys(DESIGNS).join('|')} --data ФАЙЛ --outcome СТОЛБЕЦ … [--json]`,
    options: {
      design: string(
        'ПЛАН',
        'sdid, sc, did, twfe — школы по годам; did без --unit, ancova, fixed-effects, matching — строки',
      ),
      outcome: string('СТОЛБЕЦ', 'результат'),
      treated: string('СТОЛБЕЦ', '1 там и тогда, где и когда поддержка, иначе 0'),
      unit: string('СТОЛБЕЦ', 'школа (sdid, sc, did, twfe)'),
      time: string('СТОЛБЕЦ', 'год (sdid, sc, did, twfe, its)'),
      baseline: string('СТОЛБЕЦ', 'начальный уровень (ancova)'),
      after: string('СТОЛБЕЦ', '1 после начала, 0 до него (did по строкам); результат после (regression-to-mean)'),
      before: string('СТОЛБЕЦ', 'результат до (regression-to-mean)'),
      reliability: string('ЧИСЛО', 'надёжность одного результата, 0–1 (regression-to-mean)'),
      start: string('ГОД', 'первый год нового состояния (its)'),
      lag: string('ЧИСЛО', 'запаздывание Ньюи–Уэста (its); иначе по длине ряда'),
      fixed: string('СТОЛБЦЫ', 'что ещё учесть, через запятую', true),
      absorb: string('СТОЛБЦЫ', 'постоянные эффекты, один или два столбца (fixed-effects)', true),
      cluster: string('СТОЛБЕЦ', 'группы зависимых строк для ошибки CR1'),
      correction: string('ВИД', 'CR1 (по умолчанию) или CR0'),
      classical: flag('обычная ошибка вместо кластерной (twfe)'),
      by: string('СТОЛБЦЫ', 'по чему подбирать похожих (matching)', true),
      distance: string('ВИД', 'mahalanobis (по умолчанию) или propensity (matching)'),
      neighbours: string('ЧИСЛО', 'сколько похожих на одного, 1 (matching)'),
      caliper: string('ЧИСЛО', 'дальше скольких стандартных отклонений не подбирать (matching)'),
      target: string('ЧТО', 'att — для поддержанных (по умолчанию), ate — для всех (matching)'),
      'no-adjustment': flag('без поправки на оставшиеся различия (matching)'),
      replications: string('ЧИСЛО', 'повторов плацебо при нескольких поддержанных, 200'),
      important: string('ЧИСЛО', 'наименьшая разница, которая важна, для вывода'),
      level: string('ЧИСЛО', 'надёжность интервала, 0.95'),
      ...PREDICTOR_OPTIONS,
    },
    examples: [
      '--design sdid --data demo/statistics/panel.csv --outcome result --unit school --time year --treated treated',
      '--design twfe --data demo/statistics/panel.csv --outcome result --unit school --time year --treated treated',
      '--design ancova --data demo/statistics/schools.csv --outcome after --baseline before --treated treated',
      '--design its --data demo/statistics/series.csv --outcome result --time year --start 2019',
      '--design fixed-effects --data demo/statistics/pupils.csv --outcome score --fixed prior,sex --absorb school --cluster school',
      '--design matching --data demo/statistics/schools.csv --outcome after --treated treated --by before,poverty',
    ],
    async run(call) {
      const design = call.required('design');
      const answer = Object.hasOwn(DESIGNS, design) ? DESIGNS[design] : undefined;
      if (!answer) throw new UsageError(`Плана «${design}» нет. Есть: ${Object.keys(DESIGNS).join(', ')}.`);
      return answer(call);
    },
  }),
];
