/** What is written down about an organisation, checked and tidied. */
import { isValid } from '#kernel/dates.ts';
import { AppError } from '#kernel/errors.ts';
import { organisationNameParts } from '#kernel/organisation-name.ts';
import type { Kind, SchoolType, SettlementType } from './tree.ts';

export type OrganisationFacts = {
  name: string;
  shortName: string;
  schoolType?: SchoolType | null;
  settlementType?: SettlementType | null;
  /** Taken from the short name when absent. */
  number?: string | null;
  fisOkoLogin?: string | null;
  ogeCode?: string | null;
  egeCode?: string | null;
  inn?: string | null;
  ogrn?: string | null;
  address?: string | null;
  openedOn?: string | null;
  /** Other names by which documents call it. */
  aliases?: readonly string[];
};

export type TidyFacts = Required<Omit<OrganisationFacts, 'aliases'>> & { aliases: string[] };

/** Throws with the field and what is wrong with it. */
export function tidyFacts(kind: Kind, facts: OrganisationFacts): TidyFacts {
  const problem = factsProblem(kind, facts);
  if (problem) throw new AppError('invalidInput', problem);
  const name = tidy(facts.name)!;
  const shortName = tidy(facts.shortName)!;
  const aliases = [...new Set((facts.aliases ?? []).flatMap((alias) => tidy(alias) ?? []))].filter(
    (alias) => alias !== name && alias !== shortName,
  );
  return {
    name,
    shortName,
    schoolType: kind === 'school' ? (facts.schoolType ?? null) : null,
    settlementType: facts.settlementType ?? null,
    number:
      tidy(facts.number) ??
      (kind === 'school' ? (organisationNameParts(shortName).number ?? organisationNameParts(name).number) : null),
    fisOkoLogin: tidy(facts.fisOkoLogin)?.toLowerCase() ?? null,
    ogeCode: tidy(facts.ogeCode),
    egeCode: tidy(facts.egeCode),
    inn: tidy(facts.inn),
    ogrn: tidy(facts.ogrn),
    address: tidy(facts.address),
    openedOn: facts.openedOn || null,
    aliases,
  };
}

export type FactsProblem = { field: keyof OrganisationFacts; text: string; advice: string };

export function factsProblem(kind: Kind, facts: OrganisationFacts): FactsProblem | null {
  const { inn, ogrn, openedOn } = facts;
  if (!tidy(facts.name) || facts.name.length > 1000)
    return {
      field: 'name',
      text: 'Нет полного названия или оно длиннее 1000 знаков.',
      advice: 'Запишите название, как в уставе.',
    };
  if (!tidy(facts.shortName) || facts.shortName.length > 300)
    return {
      field: 'shortName',
      text: 'Нет краткого названия или оно длиннее 300 знаков.',
      advice: 'Запишите, как организацию называют в документах: «СОШ № 7».',
    };
  if (kind === 'school' && !facts.schoolType)
    return {
      field: 'schoolType',
      text: 'Не указан тип школы.',
      advice: 'Выберите: средняя, основная, начальная, гимназия, лицей, вечерняя, коррекционная или филиал.',
    };
  if (tidy(inn) && !/^\d{10}$/.test(tidy(inn)!))
    return { field: 'inn', text: `ИНН «${inn}» не из 10 цифр.`, advice: 'Проверьте ИНН по выписке из ЕГРЮЛ.' };
  if (tidy(ogrn) && !/^\d{13}$/.test(tidy(ogrn)!))
    return { field: 'ogrn', text: `ОГРН «${ogrn}» не из 13 цифр.`, advice: 'Проверьте ОГРН по выписке из ЕГРЮЛ.' };
  if (openedOn && !isValid(openedOn))
    return {
      field: 'openedOn',
      text: `Нет такой даты: ${openedOn}.`,
      advice: 'Запишите дату открытия как день, месяц и год.',
    };
  return null;
}

function tidy(text: string | null | undefined): string | null {
  return text?.replace(/\s+/g, ' ').trim() || null;
}
