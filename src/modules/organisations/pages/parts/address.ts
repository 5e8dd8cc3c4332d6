import { AppError } from '#kernel/errors.ts';
import type { Ctx } from '#platform/context.ts';
import { organisationAbilities } from '../../policy.ts';
import { organisationById, type OrganisationDetails } from '../../queries/organisations.ts';

/** The organisation an address names, with what this person may do with it. */
export async function organisationAt({ scope, db, actor }: Ctx, params: Record<string, string | undefined>) {
  const id = Number(params['organisationId']);
  const organisation = Number.isSafeInteger(id) ? await organisationById(scope, db, id) : undefined;
  if (!organisation) throw new AppError('notFound', { text: 'Такой организации нет, или она вам не видна.' });
  return { organisation, can: organisationAbilities(actor, organisation) };
}

/** Only those who keep the organisation come further. */
export function insist(allowed: boolean): void {
  if (!allowed) throw new AppError('notAllowed');
}

type Placed = Pick<OrganisationDetails, 'id' | 'shortName' | 'above'>;

/** The way down the tree; `self` adds the organisation, for the pages about doing something with it. */
export function crumbsOf({ id, shortName, above }: Placed, self: boolean) {
  const way = self ? [...above, { id, shortName }] : above;
  return [
    { label: 'Школы и организации', to: '/organisations' },
    ...way.map((one) => ({ label: one.shortName, to: `/organisations/${one.id}` })),
  ];
}
