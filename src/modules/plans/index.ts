/** What other modules may use of the living plans. */
export type {
  ContentMeasure,
  ContentParty,
  ContentSchool,
  ContentSection,
  OrderPurpose,
  PlanBody,
  PlanContent,
  PlanHead,
  PlanOrder,
  Rhythm,
} from './domain/content.ts';
export { LEVEL_NAMES, type PlanLevel } from './domain/levels.ts';
export { contentFromReading, toReading } from './domain/reading.ts';
export { STATE_NAMES, type PlanState } from './domain/states.ts';
export { planFromModel } from './commands/create-plan.ts';
export { planContent, planHead, type Which } from './queries/content.ts';
export { planVisible } from './queries/visibility.ts';
export { withinScope } from '#platform/scope.ts';
export { type PlanHit, plansMatching, searchPlans } from './queries/list.ts';
export { type MeasureHit, searchMeasures } from './queries/search-measures.ts';
export { type PlanGroup, plansToday } from './queries/today.ts';
export { type PlanTab, planTabs } from './tabs.ts';
