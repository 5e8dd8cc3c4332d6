/** What other modules may use of the register of organisations. */
export { createOrganisation } from './commands/keep.ts';
export { organisationNormalNames, organisationSearchText } from './domain/derived.ts';
export {
  type Kind,
  KIND_NAMES,
  type SchoolType,
  type SettlementType,
  type Status,
  STATUS_NAMES,
} from './domain/tree.ts';
export { type Choice, chosenOrganisation, type OrganisationOption } from './queries/chosen.ts';
export { lineageOf, openOn, standingFor } from './queries/as-of.ts';
export {
  type MatchOptions,
  type OrganisationMatch,
  organisationsMatching,
  organisationsMatchingAll,
} from './queries/matching.ts';
export {
  bodiesIn,
  organisationById,
  organisationIdOf,
  type OrganisationDetails,
  type OrganisationRow,
  organisationsIn,
  type TreeNode,
} from './queries/organisations.ts';
export { type FoundOrganisation, type SearchOptions, searchOrganisations } from './queries/search.ts';
export { visibleTo } from './queries/visibility.ts';
