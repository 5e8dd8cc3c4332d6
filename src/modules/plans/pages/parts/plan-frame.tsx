/** The head that every page of a plan has: what it is, whose, in what state, and its tabs. */
import type { ReactNode } from 'react';
import { Page, Status, Tabs } from '#web/ui/index.ts';
import type { PlanHead } from '../../domain/content.ts';
import { LEVEL_NAMES } from '../../domain/levels.ts';
import { planTabs } from '../../tabs.ts';
import { orderWords, stateWords } from './words.ts';

type PlanFrameProps = { plan: PlanHead & { title: string }; actions?: ReactNode; children: ReactNode };

export function PlanFrame({ plan, actions, children }: PlanFrameProps) {
  const { tone, text } = stateWords(plan.state, plan.amending);
  // A plan opened again is not known by the order that had closed it.
  const last = plan.orders.findLast(({ purpose }) => purpose !== 'closing' || plan.state === 'closed');
  return (
    <Page
      title={plan.title}
      caption={`${plan.isModel ? 'Примерный план' : 'План'}, ${LEVEL_NAMES[plan.level]}. ${plan.organisation.shortName}`}
      lead={
        <>
          <Status tone={tone}>{text}</Status>
          {last === undefined ? null : ` · ${orderWords(last)}`}
        </>
      }
      actions={actions}
    >
      <Tabs items={planTabs(plan)} label="Части плана" />
      {children}
    </Page>
  );
}

/** Breadcrumbs of the pages under a plan. */
export function planCrumbs(plan: { id: number; title: string }) {
  return [
    { label: 'Планы', to: '/plans' },
    { label: shortened(plan.title), to: `/plans/${plan.id}` },
  ];
}

const LONGEST = 60;

function shortened(title: string): string {
  return title.length <= LONGEST ? title : `${title.slice(0, LONGEST).trimEnd()}…`;
}
