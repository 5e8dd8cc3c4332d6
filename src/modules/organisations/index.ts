/** What other modules may use of the register of organisations. */
export { organisationNormalNames, organisationSearchText } from './domain/derived.ts';
export { normaliseOrganisationName } from './domain/name.ts';
export {
  type MatchOptions,
  type OrganisationMatch,
  organisationsMatching,
  organisationsMatchingAll,
} from './queries/matching.ts';
export { type FoundOrganisation, type SearchOptions, searchOrganisations } from './queries/search.ts';
export { visibleTo } from './queries/visibility.ts';
