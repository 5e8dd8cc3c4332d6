/** What other modules may use of the register of organisations. */
export { createOrganisation } from './commands/keep.ts';
export { organisationNormalNames, organisationSearchText } from './domain/derived.ts';
export { KIND_NAMES, STATUS_NAMES } from './domain/tree.ts';
export { chosenOrganisation, type OrganisationOption } from './queries/chosen.ts';
export { type OrganisationMatch, organisationsMatchingAll } from './queries/matching.ts';
export { organisationById, organisationIdOf } from './queries/organisations.ts';
export { type FoundOrganisation, searchOrganisations } from './queries/search.ts';
