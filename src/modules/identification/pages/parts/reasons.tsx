/** Why a school stands where it stands: value, interval, threshold, n; what would change it. */
import { SummaryList } from '#web/ui/index.ts';
import type { NearestChange } from '../../contract.ts';
import type { ShownReason } from '../../queries/runs.ts';
import { reasonLong, yearsWords } from './words.ts';

export function Reasons({ reasons }: { reasons: readonly ShownReason[] }) {
  return (
    <SummaryList
      rows={reasons.map((reason) => ({
        term: reason.title,
        value: (
          <>
            {reasonLong(reason)}
            {reason.years.length > 1 ? <div>повторяется: {yearsWords(reason.years)}</div> : null}
          </>
        ),
      }))}
    />
  );
}

export function Nearest({ nearest }: { nearest: readonly NearestChange[] }) {
  return (
    <ul>
      {nearest.map(({ change, effect }) => (
        <li key={change}>
          {change} — {effect}
        </li>
      ))}
    </ul>
  );
}
