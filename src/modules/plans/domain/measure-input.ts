/** What a person types into the row of a measure, and the measure that comes of it. */
import type { Deadline, ExpectedResult, Party } from '#modules/plan-reading/contract.ts';
import type { ContentMeasure, ContentParty, ContentSchool } from './content.ts';
import { partyFromReading } from './reading.ts';

export type PartyInput = { text: string; organisationId: number | null };

export type MeasureInput = {
  number: string | null;
  sectionId: number | null;
  text: string;
  deadlineText: string;
  parties: PartyInput[];
  results: ExpectedResult[];
  note: string | null;
  weight: number;
  schedulePlanId: number | null;
};

/** How texts are understood; handed in, so that the rules here stay free of the reader. */
export type Understand = {
  deadline(text: string): Deadline;
  party(text: string): Party;
};

/** What the text still says stays as it was understood or corrected before; what is new is read anew. */
export function measureFrom(input: MeasureInput, old: ContentMeasure, understand: Understand): ContentMeasure {
  const parties = input.parties.map((party) => partyFrom(party, old, understand));
  return {
    ...old,
    number: input.number,
    sectionId: input.sectionId,
    text: input.text,
    note: input.note,
    weight: input.weight,
    schedulePlanId: input.schedulePlanId,
    results: input.results,
    deadline: input.deadlineText === old.deadline.text ? old.deadline : understand.deadline(input.deadlineText),
    parties: parties.map(({ party }) => party),
    schools: [
      ...(input.text === old.text ? old.schools.filter((school) => school.party === null) : []),
      ...parties.flatMap(({ schools }, index) => schools.map((school) => ({ ...school, party: index }))),
    ],
  };
}

export function emptyMeasure(id: number, sectionId: number | null): ContentMeasure {
  return {
    id,
    sectionId,
    number: null,
    text: '',
    parties: [],
    results: [],
    schools: [],
    note: null,
    execution: null,
    other: [],
    weight: 1,
    parentMeasureId: null,
    schedulePlanId: null,
    deadline: {
      text: '',
      kind: 'unspecified',
      from: null,
      to: null,
      recurrence: null,
      onDemand: false,
      schedule: null,
      event: null,
    },
  };
}

/** Has the substance changed, so that an adopted measure is an adapted one? */
export function isAdapted(before: ContentMeasure, after: ContentMeasure): boolean {
  const substance = ({ text, deadline, parties }: ContentMeasure) =>
    JSON.stringify([text, deadline.text, parties.map((party) => party.text)]);
  return substance(before) !== substance(after);
}

function partyFrom(
  input: PartyInput,
  old: ContentMeasure,
  understand: Understand,
): { party: ContentParty; schools: ContentSchool[] } {
  const place = old.parties.findIndex((party) => party.text === input.text);
  const known = old.parties[place];
  const read = known === undefined ? understand.party(input.text) : null;
  const party = known ?? partyFromReading(read!);
  const sameLink = party.organisationId === input.organisationId;
  return {
    // What a person has chosen is certain.
    party: {
      ...party,
      organisationId: input.organisationId,
      confidence: sameLink ? party.confidence : input.organisationId === null ? null : 1,
    },
    schools:
      known === undefined
        ? (read?.schools ?? []).map((school) => ({ ...school, organisationId: null, party: 0 }))
        : old.schools.filter((school) => school.party === place),
  };
}
