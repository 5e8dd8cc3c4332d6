import { Status } from '#web/ui/index.ts';
import { type Status as OrganisationStatus, STATUS_NAMES } from '../../domain/tree.ts';

export function StatusMark({ status }: { status: OrganisationStatus }) {
  return <Status tone={status === 'open' ? 'done' : 'neutral'}>{STATUS_NAMES[status]}</Status>;
}
