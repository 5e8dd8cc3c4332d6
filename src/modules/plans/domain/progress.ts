/** How far a plan has come: the share of due occurrences whose execution was accepted, here and below. */

/** A measure with the occurrences of itself and of all measures below that carry it out. */
export type MeasureProgress = {
  measureId: number;
  weight: number;
  /** Occurrences counted with the weights of the measures they belong to. */
  total: number;
  accepted: number;
};

/** Said on every page that shows the number. */
export const PROGRESS_IN_WORDS =
  'Ход исполнения мероприятия — доля принятых исполнений среди всех его сроков и всех сроков мероприятий, которые ниже приняли его к исполнению. ' +
  'Сроки нижестоящего мероприятия учитываются с его весом. Ход исполнения плана — среднее по мероприятиям с учётом их весов; ' +
  'мероприятия без сроков не учитываются. Вес равен 1, если в плане не указан другой.';

/** 0…1, or null when the measure has no occurrences. */
export function shareOf({ total, accepted }: Pick<MeasureProgress, 'total' | 'accepted'>): number | null {
  return total > 0 ? accepted / total : null;
}

/** The weighted mean over the measures that have occurrences; null when none has. */
export function planShare(measures: readonly MeasureProgress[]): number | null {
  let weights = 0;
  let sum = 0;
  for (const measure of measures) {
    const share = shareOf(measure);
    if (share === null) continue;
    weights += measure.weight;
    sum += measure.weight * share;
  }
  return weights > 0 ? sum / weights : null;
}
