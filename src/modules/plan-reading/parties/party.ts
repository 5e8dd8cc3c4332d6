/** One party from its parts: who, in what post, of what body, by agreement or not. */
import type { Party } from '../contract.ts';
import { bareName, bodyBehind, isByAgreement } from './organisation.ts';
import { findSchools } from './schools.ts';
import { opening } from './starts.ts';

export type PartyContext = {
  /** Acronyms of schools in this document: «КУГ». */
  schoolAcronyms: ReadonlySet<string>;
  /** Abbreviations that the document's own glossary explains as a class of bodies. */
  classTerms: ReadonlySet<string>;
};

/** What the splitting has found out about a party before its fields are filled. */
export type PartyDraft = {
  text: string;
  person: string | null;
  /** Everything but the person: a body, a post, or both. */
  about: string;
  /** A post or body that the text states for this person further on or before («Иванова И.И., Петрова П.П., специалисты отдела»). */
  shared: string | null;
  /** A post stated apart from the body that `about` names. */
  post?: string;
};

export function partyOf(draft: PartyDraft, context: PartyContext): Party {
  const about = bareName(draft.about) || bareName(draft.shared ?? '');
  const schools = findSchools(draft.text, context.schoolAcronyms);
  const opens = opening(about);
  const isPost = opens?.kind === 'role' || /^администрац[^№]*(?:школ|лице|гимнази|ОУ|ОО|СОШ)/i.test(about);
  const organisation =
    about === ''
      ? null
      : isPost
        ? bodyBehind(about, context.classTerms)
        : opens !== null || draft.person === null
          ? orNull(about)
          : null;
  const own = isPost || (draft.person !== null && organisation === null && about !== '') ? about : null;
  const post = draft.post ?? own;
  return {
    text: draft.text,
    organisation: isPost && schools.length > 1 ? null : organisation,
    person: draft.person,
    byAgreement: isByAgreement(draft.text),
    ...(post === null ? {} : { post }),
    ...(schools.length === 0 ? {} : { schools }),
  };
}

/** Words in small letters that name neither a body nor an abbreviation are a role we do not know. */
function orNull(about: string): string | null {
  const known = opening(about)?.kind;
  return known === 'body' || known === 'abbreviation' || /[А-ЯЁ«"]/.test(about.slice(0, 1)) || /[А-ЯЁ]{2,}/.test(about)
    ? about
    : null;
}
