/** One page before a meeting: what is overdue, what is done without proof, where progress is real. */
import { daysBetween } from '#kernel/dates.ts';
import { formatDate, formatNumber, formatPercent } from '#kernel/format.ts';
import { LEVEL_NAMES } from '#modules/plans/index.ts';
import type { LoaderArgs, PageProps } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import {
  ButtonLink,
  DateInput,
  EmptyState,
  Field,
  Filters,
  NumberLink,
  Page,
  Section,
  Select,
  Stat,
  Stats,
  Table,
} from '#web/ui/index.ts';
import { memoHref, reportHref, type SummaryChoice, summaryHref, summaryRowsHref } from '../addresses.ts';
import { CLASS_NAMES, dueOf, provedOf, REPORT_CLASSES, type ReportClass, type ReportTotals } from '../domain.ts';
import { memoFor } from '../memo.ts';
import { conclusions } from '../memo-document.ts';
import type { SummaryLine, WindowRow } from '../queries.ts';
import { choiceOf, summaryAsked } from '../summary-choice.ts';
import { capitalised } from '../wording.ts';
import { aboutClass, CLASS_TONES } from './class-words.ts';
import { DONE_COLUMN, WindowTable } from './window-table.tsx';

/** Enough to see what it is about; the rest is behind the number. */
const SHOWN = 5;

export async function loader({ request, context }: LoaderArgs) {
  const ctx = ctxOf(context);
  const asked = await summaryAsked(ctx, new URL(request.url));
  if (asked === null) return { asked: null };
  const memo = await memoFor(ctx, asked, SHOWN);
  return {
    asked,
    memo,
    choice: choiceOf(asked),
    levels: Object.entries(LEVEL_NAMES),
    conclusions: conclusions(memo.summary.totals),
  };
}

export const meta = () => [{ title: 'Отчёты — Опора' }];

export default function Reports({ loaderData }: PageProps<typeof loader>) {
  if (loaderData.asked === null) {
    return (
      <Page title="Отчёты">
        <EmptyState title="Сводить пока нечего.">
          За вами не закреплена ни одна организация. Обратитесь к администратору.
        </EmptyState>
      </Page>
    );
  }
  const { asked, memo, choice, levels } = loaderData;
  const { organisation, asOf } = asked;
  return (
    <Page
      title="Исполнение планов"
      caption={`${organisation.name}, по состоянию на ${formatDate(asOf)}`}
      lead={loaderData.conclusions.join(' ')}
      actions={
        <ButtonLink to={memoHref(choice)} variant="primary" download>
          Аналитическая справка (DOCX)
        </ButtonLink>
      }
    >
      <Filters resetHref="/reports">
        <Field label="Организация" name="organisation">
          <Select
            key={organisation.id}
            defaultValue={String(organisation.id)}
            options={asked.organisations.map(({ id, name }) => ({ value: String(id), label: name }))}
          />
        </Field>
        <Field label="План и принятые по нему" name="plan">
          <Select
            key={`${organisation.id} ${asked.plan?.id}`}
            defaultValue={asked.plan ? String(asked.plan.id) : ''}
            options={[
              { value: '', label: 'Все планы' },
              ...asked.plans.map(({ id, title }) => ({ value: String(id), label: title })),
            ]}
          />
        </Field>
        <Field label="Уровень" name="level">
          <Select
            key={asked.level}
            defaultValue={asked.level ?? ''}
            options={[
              { value: '', label: 'Все уровни' },
              ...levels.map(([value, label]) => ({ value, label: capitalised(label) })),
            ]}
          />
        </Field>
        <Field label="По состоянию на" name="on">
          <DateInput key={asOf} defaultValue={asOf} />
        </Field>
      </Filters>
      <Figures totals={memo.summary.totals} choice={choice} />
      <Section
        title="Что просрочено"
        id="overdue"
        actions={<AllRows list={memo.overdue} reportClass="notDone" choice={choice} />}
      >
        <WindowTable
          caption="Просроченные сроки, самые давние сверху"
          rows={memo.overdue.rows}
          empty={<EmptyState title="Просроченных сроков нет." />}
          more={[
            {
              key: 'days',
              header: 'Просрочено, дней',
              numeric: true,
              cell: ({ dueOn }) => (dueOn === null ? '' : daysBetween(dueOn, asOf)),
            },
          ]}
        />
      </Section>
      <Section
        title="Что сделано без подтверждения"
        id="without-document"
        actions={<AllRows list={memo.withoutDocument} reportClass="withoutDocument" choice={choice} />}
      >
        <WindowTable
          caption="Исполнено, но документа нет"
          rows={memo.withoutDocument.rows}
          empty={<EmptyState title="Всё, что отмечено исполненным, подтверждено документами или ждёт проверки." />}
          more={[DONE_COLUMN, { key: 'reason', header: 'Причина', cell: (row) => row.withoutDocumentReason ?? '' }]}
        />
      </Section>
      <Section title="Где продвижение подтверждено" id="progress">
        <ByOrganisation lines={memo.summary.lines} totals={memo.summary.totals} choice={choice} />
      </Section>
      {asked.plans.length > 0 ? (
        <Section title="Отчёты о реализации" id="plans">
          <ul>
            {asked.plans.map((plan) => (
              <li key={plan.id}>
                <a href={reportHref(plan.id, asOf)}>{plan.title}</a>
              </li>
            ))}
          </ul>
        </Section>
      ) : null}
    </Page>
  );
}

function Figures({ totals, choice }: { totals: ReportTotals; choice: SummaryChoice }) {
  return (
    <Stats>
      {REPORT_CLASSES.map((each) => (
        <Stat
          key={each}
          label={capitalised(CLASS_NAMES[each])}
          value={formatNumber(totals[each])}
          tone={totals[each] > 0 ? CLASS_TONES[each] : undefined}
          to={totals[each] > 0 ? summaryRowsHref({ ...choice, class: each }) : undefined}
        />
      ))}
    </Stats>
  );
}

function AllRows({
  list,
  reportClass,
  choice,
}: {
  list: { rows: WindowRow[]; total: number };
  reportClass: ReportClass;
  choice: SummaryChoice;
}) {
  if (list.total <= list.rows.length) return null;
  return (
    <ButtonLink
      to={summaryRowsHref({ ...choice, class: reportClass })}
      variant="link"
    >{`Все: ${formatNumber(list.total)}`}</ButtonLink>
  );
}

type Line = {
  key: string;
  name: string;
  totals: ReportTotals;
  choice: SummaryChoice & { own?: 'yes' };
  to: string | null;
};

/** In the order of names: who needs help is seen by the numbers, not by a place in a table. */
function ByOrganisation({
  lines,
  totals,
  choice,
}: {
  lines: SummaryLine[];
  totals: ReportTotals;
  choice: SummaryChoice;
}) {
  const rows: Line[] = [
    ...lines.map(({ organisation, own, totals: each }): Line => {
      const below = own ? { ...choice, own: 'yes' as const } : { ...choice, organisation: organisation.id };
      return {
        key: String(organisation.id),
        name: own ? `${organisation.name} (собственные планы)` : organisation.name,
        totals: each,
        choice: below,
        to: own ? null : summaryHref(below),
      };
    }),
    { key: 'all', name: 'Итого', totals, choice, to: null },
  ];
  const number = (reportClass: ReportClass) => (line: Line) => (
    <NumberLink
      value={line.totals[reportClass]}
      to={summaryRowsHref({ ...line.choice, class: reportClass })}
      about={aboutClass(reportClass, line.name)}
    />
  );
  return (
    <Table
      caption="Исполнение по организациям"
      hideCaption
      rows={rows}
      rowKey={(line) => line.key}
      columns={[
        { key: 'name', header: 'Организация', width: 'wide', cell: (line) => line.name },
        {
          key: 'share',
          header: 'Подтверждено от наступивших',
          numeric: true,
          cell: ({ totals: each }) => (dueOf(each) === 0 ? '–' : formatPercent(provedOf(each) / dueOf(each))),
        },
        ...REPORT_CLASSES.map((each) => ({
          key: each,
          header: capitalised(CLASS_NAMES[each]),
          numeric: true,
          cell: number(each),
        })),
        {
          key: 'total',
          header: 'Всего сроков',
          numeric: true,
          cell: (line) => (
            <NumberLink
              value={line.totals.total}
              to={summaryRowsHref(line.choice)}
              about={aboutClass(undefined, line.name)}
            />
          ),
        },
      ]}
    />
  );
}
