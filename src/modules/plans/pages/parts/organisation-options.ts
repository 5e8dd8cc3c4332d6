/** The organisations for which a person can write plans, as choices of a form. */
import type { Ctx } from '#platform/context.ts';
import { writableOrganisations } from '../../policy.ts';
import { organisationsUnder } from '../../queries/organisations.ts';

export type OrganisationOption = { value: string; label: string };

export async function organisationOptions({ scope, db, actor }: Ctx): Promise<OrganisationOption[]> {
  const places = await organisationsUnder(
    scope,
    db,
    writableOrganisations(actor).map(({ path }) => path),
  );
  return places.map(({ id, shortName }) => ({ value: String(id), label: shortName }));
}
