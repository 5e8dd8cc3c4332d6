/** What pages of lists, runs and methodologies have in common. */
import { Notice, Status, Tabs } from '#web/ui/index.ts';
import type { Status as SchoolStatus } from '../../contract.ts';
import { STATUS_WORDS } from './words.ts';

export function IdentificationTabs() {
  return (
    <Tabs
      label="Разделы списков"
      items={[
        { label: 'Списки', to: '/identification' },
        { label: 'Расчёты', to: '/identification/runs' },
        { label: 'Методики', to: '/identification/methodologies' },
        { label: 'На дату', to: '/identification/supported' },
      ]}
    />
  );
}

/** Stands wherever a result is shown. */
export function PermittedUse({ use }: { use: string }) {
  return (
    <Notice title="Для чего это можно использовать">
      {use === '' ? 'Разрешённое использование не указано.' : `${use[0]?.toUpperCase()}${use.slice(1)}.`} Не для
      рейтингов школ и не для оценки учителей и руководителей.
    </Notice>
  );
}

export function SchoolStatusMark({ status }: { status: string | null }) {
  const words = STATUS_WORDS[status as SchoolStatus];
  return words ? <Status tone={words.tone}>{words.text}</Status> : <>—</>;
}
