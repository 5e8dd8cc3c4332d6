/** What other modules may use of the register of organisations. */
export { organisationNormalNames, organisationSearchText } from './domain/derived.ts';
export {
  type MatchOptions,
  type OrganisationMatch,
  organisationsMatching,
  organisationsMatchingAll,
} from './queries/matching.ts';
export { type FoundOrganisation, type SearchOptions, searchOrganisations } from './queries/search.ts';
export { visibleTo } from './queries/visibility.ts';
export { type Kind, KIND_NAMES, type Status, STATUS_NAMES } from './domain/tree.ts';
