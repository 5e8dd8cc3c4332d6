/** Who may do what with organisations, as sentences. */
import { type Actor, holdsAnyRole, holdsRole, OPERATOR_ID } from '#kernel/actor.ts';

/** An administrator keeps the register of the own organisation and of those below. */
export function mayEdit(actor: Actor, organisation: { path: string }): boolean {
  return holdsRole(actor, ['administrator'], organisation.path);
}

/** What stands under an organisation is added by its administrator; a new region by the operator of the machine. */
export function mayAddUnder(actor: Actor, parent: { path: string } | null): boolean {
  return parent === null ? actor.userId === OPERATOR_ID : mayEdit(actor, parent);
}

/** Moving needs the right to both places: to take away here and to add there. Nobody moves the ground under the own role. */
export function mayMove(
  actor: Actor,
  organisation: { path: string; parentPath: string | null },
  parent: { path: string },
): boolean {
  return (
    organisation.parentPath !== null && mayEdit(actor, { path: organisation.parentPath }) && mayAddUnder(actor, parent)
  );
}

/** Closing, merging and reopening an organisation is for the administrator of the body above it. */
export function mayChangeStatus(actor: Actor, organisation: { parentPath: string | null }): boolean {
  return organisation.parentPath !== null && mayEdit(actor, { path: organisation.parentPath });
}

/** The page of curators is for who may assign them somewhere. */
export function seesCurators(actor: Actor): boolean {
  return holdsAnyRole(actor, ['administrator', 'regional-planner', 'district-planner', 'municipal-planner']);
}

/** Who keeps no organisation has nothing to load into the register. */
export function maySomewhere(actor: Actor): boolean {
  return actor.assignments.some(({ role }) => role === 'administrator');
}

export type OrganisationAbilities = { edit: boolean; addBelow: boolean; changeStatus: boolean };

export function organisationAbilities(
  actor: Actor,
  organisation: { path: string; parentPath: string | null; status: string },
): OrganisationAbilities {
  return {
    edit: mayEdit(actor, organisation),
    addBelow: organisation.status === 'open' && mayAddUnder(actor, organisation),
    changeStatus: mayChangeStatus(actor, organisation),
  };
}
