/** The form of an organisation's facts. */
import { z } from 'zod';
import type { OrganisationFacts } from '../../domain/facts.ts';
import { SCHOOL_TYPES, SETTLEMENT_TYPES } from '../../domain/tree.ts';
import type { OrganisationDetails } from '../../queries/organisations.ts';

export const factFields = {
  name: z.string({ error: 'Запишите полное название, как в уставе.' }),
  shortName: z.string({ error: 'Запишите краткое название, например «СОШ № 7».' }),
  schoolType: z.enum(SCHOOL_TYPES).optional(),
  settlementType: z.enum(SETTLEMENT_TYPES).optional(),
  number: z.string().max(20).optional(),
  fisOkoLogin: z.string().max(60).optional(),
  ogeCode: z.string().max(60).optional(),
  egeCode: z.string().max(60).optional(),
  inn: z.string().optional(),
  ogrn: z.string().optional(),
  address: z.string().max(1000).optional(),
  openedOn: z.iso.date().optional(),
  /** One name a line. */
  aliases: z.string().optional(),
};

type Given = z.infer<z.ZodObject<typeof factFields>>;

export function factsFrom({ aliases, ...facts }: Given): OrganisationFacts {
  return { ...facts, aliases: aliases?.split('\n') ?? [] };
}

/** What stands in the form before anything is typed. */
export function formValues(organisation: OrganisationDetails): Record<keyof Given, string> {
  const text = (value: string | null) => value ?? '';
  return {
    name: organisation.name,
    shortName: organisation.shortName,
    schoolType: text(organisation.schoolType),
    settlementType: text(organisation.settlementType),
    number: text(organisation.number),
    fisOkoLogin: text(organisation.fisOkoLogin),
    ogeCode: text(organisation.ogeCode),
    egeCode: text(organisation.egeCode),
    inn: text(organisation.inn),
    ogrn: text(organisation.ogrn),
    address: text(organisation.address),
    openedOn: text(organisation.openedOn),
    aliases: organisation.aliases.join('\n'),
  };
}
