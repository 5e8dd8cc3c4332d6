/** Head and tabs of the pages of one list. */
import type { ReactNode } from 'react';
import { Page, Steps, Tabs } from '#web/ui/index.ts';
import type { ListState } from '../../domain/list-life.ts';
import type { ListFrameData } from './list-address.ts';
import { LIST_STATE_WORDS, ORIGIN_WORDS, schoolsWords } from './words.ts';

const STEPS = ['Проект', 'Согласование с муниципалитетами', 'Утверждение приказом', 'Поддержка и наблюдение'];
const CURRENT: Record<ListState, number> = { draft: 0, agreeing: 1, approved: 3, closed: 4 };

export function ListFrame({
  frame,
  actions,
  children,
}: {
  frame: ListFrameData;
  actions?: ReactNode;
  children: ReactNode;
}) {
  const { id, title, year, state, origin, schools, remarks, abilities } = frame;
  const own = origin === 'own';
  const page = `/identification/lists/${id}`;
  return (
    <Page
      title={title}
      caption={own ? `Список: ${LIST_STATE_WORDS[state].text}` : `Список: ${ORIGIN_WORDS[origin]}`}
      lead={`${schoolsWords(schools)}, ${year} год.`}
      actions={actions}
    >
      {own ? <Steps steps={STEPS} current={CURRENT[state]} /> : null}
      {own ? (
        <Tabs
          label="Разделы списка"
          items={[
            { label: 'Школы', to: page },
            { label: 'Согласование', to: `${page}/agreement` },
            { label: 'Замечания', to: `${page}/remarks`, count: remarks },
            ...(frame.readsLists ? [{ label: 'Приказы', to: `${page}/orders` }] : []),
            ...(frame.readsLists && (state === 'approved' || abilities.release)
              ? [{ label: 'Поддержка', to: `${page}/support` }]
              : []),
          ]}
        />
      ) : null}
      {children}
    </Page>
  );
}
