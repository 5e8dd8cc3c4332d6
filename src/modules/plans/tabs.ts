/** The parts of a plan, each at its own address. Other modules put their pages of a plan under the same tabs. */
import type { PlanHead } from './domain/content.ts';
import { levelsBelow } from './domain/levels.ts';

export type PlanTab = { label: string; to: string };

export function planTabs(plan: Pick<PlanHead, 'id' | 'level' | 'state' | 'revision'>): PlanTab[] {
  const at = (path: string) => `/plans/${plan.id}${path}`;
  const inForce = plan.state === 'approved' || plan.state === 'closed';
  return [
    { label: 'План', to: at('') },
    { label: 'Сроки', to: at('/timeline') },
    ...(inForce ? [{ label: 'Ход исполнения', to: at('/progress') }] : []),
    ...(inForce && levelsBelow(plan.level).length > 0 ? [{ label: 'Охват', to: at('/coverage') }] : []),
    ...(plan.revision === null ? [] : [{ label: 'Редакции', to: at('/changes') }]),
    { label: 'История', to: at('/history') },
  ];
}
