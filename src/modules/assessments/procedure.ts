/** An assessment procedure: one kind, paper, subject, year and round; and its series through the years. */
export const ASSESSMENT_KINDS = ['ВПР', 'ОГЭ', 'ЕГЭ', 'ГВЭ', 'НИКО', 'РТ', 'ДКР'] as const;
export type AssessmentKind = (typeof ASSESSMENT_KINDS)[number];

export type Round = 'spring' | 'autumn';

/** Our code → name. «МАБ» is the base level of mathematics at ЕГЭ; «МА» is the profile one there. */
export const SUBJECTS = {
  РУ: 'русский язык',
  МА: 'математика',
  МАБ: 'математика (базовый уровень)',
  ОМ: 'окружающий мир',
  ИС: 'история',
  БИ: 'биология',
  ГГ: 'география',
  ОБ: 'обществознание',
  ФИ: 'физика',
  ХИ: 'химия',
  ИНФ: 'информатика',
  ЛИ: 'литература',
  АНГ: 'английский язык',
  НЕМ: 'немецкий язык',
  ФР: 'французский язык',
  ИСП: 'испанский язык',
  КИТ: 'китайский язык',
} as const;
export type SubjectCode = keyof typeof SUBJECTS;

export type Procedure = {
  kind: AssessmentKind;
  subject: SubjectCode;
  /** Calendar year in which the work was written. */
  year: number;
  round: Round;
  /** Grade whose programme the paper checks; 9 for ОГЭ, 11 for ЕГЭ. */
  paperGrade: number;
  /** Grade the pupils were in; one above the paper in autumn rounds. */
  pupilGrade: number;
};

const KIND_CODES: Record<AssessmentKind, string> = {
  ВПР: 'vpr',
  ОГЭ: 'oge',
  ЕГЭ: 'ege',
  ГВЭ: 'gve',
  НИКО: 'niko',
  РТ: 'rt',
  ДКР: 'dkr',
};

const SUBJECT_CODES: Record<SubjectCode, string> = {
  РУ: 'ru',
  МА: 'ma',
  МАБ: 'mab',
  ОМ: 'om',
  ИС: 'is',
  БИ: 'bi',
  ГГ: 'gg',
  ОБ: 'ob',
  ФИ: 'fi',
  ХИ: 'hi',
  ИНФ: 'inf',
  ЛИ: 'li',
  АНГ: 'ang',
  НЕМ: 'nem',
  ФР: 'fr',
  ИСП: 'isp',
  КИТ: 'kit',
};

/** 'vpr-5-ma': the same procedure through the years. */
export function seriesId({ kind, paperGrade, subject }: Procedure): string {
  return `${KIND_CODES[kind]}-${paperGrade}-${SUBJECT_CODES[subject]}`;
}

/** 'vpr-5-ma-2021' or, for an autumn round, 'vpr-5-ma-2020-autumn'. */
export function procedureId(procedure: Procedure): string {
  const autumn = procedure.round === 'autumn' ? '-autumn' : '';
  return `${seriesId(procedure)}-${procedure.year}${autumn}`;
}

/** «ВПР 5 математика 2021», as the federal criterion speaks of procedures. */
export function procedureTitle({ kind, paperGrade, subject, year, round }: Procedure): string {
  const grade = kind === 'ОГЭ' || kind === 'ЕГЭ' ? '' : ` ${paperGrade}`;
  return `${kind}${grade} ${SUBJECTS[subject]} ${year}${round === 'autumn' ? ', осень' : ''}`;
}

const ID = new RegExp(
  `(${Object.values(KIND_CODES).join('|')})-(\\d{1,2})-(${Object.values(SUBJECT_CODES).join('|')})-(20\\d\\d)(-autumn)?`,
  'i',
);

/** The procedure whose id stands somewhere in a text, e.g. in a file name. */
export function procedureOfId(text: string): Procedure | null {
  const found = ID.exec(text);
  if (!found) return null;
  const [, kindCode, grade, subjectCode, year, autumn] = found;
  const keyOf = <K extends string>(codes: Record<K, string>, code: string) =>
    (Object.keys(codes) as K[]).find((key) => codes[key] === code.toLowerCase())!;
  const paperGrade = Number(grade);
  return {
    kind: keyOf(KIND_CODES, kindCode!),
    subject: keyOf(SUBJECT_CODES, subjectCode!),
    year: Number(year),
    round: autumn ? 'autumn' : 'spring',
    paperGrade,
    pupilGrade: autumn ? paperGrade + 1 : paperGrade,
  };
}
