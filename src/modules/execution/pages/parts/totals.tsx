/** Totals as numbers that open their rows, and the one sentence that they come to. */
import { formatNumber, formatPercent } from '#kernel/format.ts';
import { count } from '#kernel/plural.ts';
import { type Column, NumberLink, Progress, Stat, Stats } from '#web/ui/index.ts';
import { activeCount, aheadCount, doneCount, type Totals } from '../../domain.ts';
import type { Listed } from '../../words.ts';

/** Where a number leads: the list of its rows. */
export type RowsHref = (standing: Listed) => string;

const SHOWN: readonly { key: Listed; label: string; tone?: 'done' | 'late' | 'overdue' | 'review' }[] = [
  { key: 'doneOnTime', label: 'Исполнено в срок', tone: 'done' },
  { key: 'doneLate', label: 'С опозданием', tone: 'late' },
  { key: 'doneWithoutDocument', label: 'Без документа', tone: 'late' },
  { key: 'awaitingReview', label: 'На проверке', tone: 'review' },
  { key: 'overdue', label: 'Просрочено', tone: 'overdue' },
  { key: 'ahead', label: 'Срок впереди' },
];

export function TotalsStats({ totals, href }: { totals: Totals; href: RowsHref }) {
  return (
    <Stats>
      {SHOWN.map(({ key, label, tone }) => (
        <Stat
          key={key}
          label={label}
          value={formatNumber(countOf(totals, key))}
          to={countOf(totals, key) > 0 ? href(key) : undefined}
          tone={tone}
        />
      ))}
    </Stats>
  );
}

/** «Из 120 сроков исполнено 64 (53 %), просрочено 7, без документа 3.» */
export function conclusion(totals: Totals): string {
  const active = activeCount(totals);
  if (active === 0) return 'Мероприятий в действующих планах пока нет.';
  const done = doneCount(totals);
  const parts = [
    `исполнено ${formatNumber(done)} (${formatPercent(done / active)})`,
    `просрочено ${formatNumber(totals.overdue)}`,
  ];
  if (totals.doneWithoutDocument > 0) parts.push(`без документа ${formatNumber(totals.doneWithoutDocument)}`);
  if (totals.awaitingReview > 0) parts.push(`на проверке ${formatNumber(totals.awaitingReview)}`);
  return `Из ${count(active, 'срока', 'сроков', 'сроков')} ${parts.join(', ')}.`;
}

type WithTotals = { totals: Totals };

/** Columns of numbers for a table of organisations or plans; `name` and `href` tell what a row is. */
export function totalsColumns<Row extends WithTotals>(
  name: (row: Row) => string,
  href: (row: Row, standing: Listed) => string,
): Column<Row>[] {
  return [
    {
      key: 'progress',
      header: 'Исполнено',
      width: 'wide',
      cell: (row) => <Done totals={row.totals} name={name(row)} href={(standing) => href(row, standing)} />,
    },
    ...SHOWN.filter(({ key }) => !WITHIN_DONE.includes(key)).map(
      ({ key, label }): Column<Row> => ({
        key,
        header: label,
        numeric: true,
        cell: (row) => (
          <NumberLink
            value={countOf(row.totals, key)}
            to={href(row, key)}
            about={`${name(row)}, ${inSentence(label)}`}
          />
        ),
      }),
    ),
  ];
}

/** Said in the cell of what is done, to leave the columns to what asks for action. */
const WITHIN_DONE: readonly Listed[] = ['doneOnTime', 'doneLate'];

function Done({ totals, name, href }: { totals: Totals; name: string; href: RowsHref }) {
  const [done, active] = [doneCount(totals), activeCount(totals)];
  if (active === 0) return 'нет сроков';
  return (
    <div>
      {formatNumber(done)} из {formatNumber(active)}: в срок{' '}
      <NumberLink value={totals.doneOnTime} to={href('doneOnTime')} about={`${name}, исполнено в срок`} />, с опозданием{' '}
      <NumberLink value={totals.doneLate} to={href('doneLate')} about={`${name}, с опозданием`} />
      <Progress value={done} max={active} label={`Исполнено: ${name}`} bare />
    </div>
  );
}

function inSentence(label: string): string {
  return label.charAt(0).toLowerCase() + label.slice(1);
}

function countOf(totals: Totals, key: Listed): number {
  return key === 'ahead' ? aheadCount(totals) : totals[key];
}
