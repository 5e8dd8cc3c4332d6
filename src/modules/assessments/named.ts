/**
 * What the name and the folders of a file say of its procedure: «5 класс/Математика.xlsx», «Проведение работы по
 * математике, 5 класс. ВПР 2021.xlsx», «Физика (по образцу 8 класса)», «Русский язык 6 ВПР осень 2020».
 */
import { type AssessmentKind, type Procedure, procedureOfId } from './procedure.ts';
import { subjectNamed } from './subjects.ts';

export type NamedProcedure = Partial<Procedure> & {
  /** An autumn round with one grade in its name: whose it is, the paper's or the pupils', is not said. */
  oneGradeInAutumn?: boolean;
};

const KINDS: [RegExp, AssessmentKind][] = [
  [/(?<![а-я])впр(?![а-я])|всероссийск[а-я]+ проверочн/, 'ВПР'],
  [/(?<![а-я])огэ(?![а-я])|(?<![а-я])гиа[- ]?9/, 'ОГЭ'],
  [/(?<![а-я])к?егэ(?![а-я])|(?<![а-я])гиа[- ]?11/, 'ЕГЭ'],
  [/(?<![а-я])гвэ(?![а-я])/, 'ГВЭ'],
  [/(?<![а-я])нико(?![а-я])/, 'НИКО'],
  [/(?<![а-я])рт(?![а-я])|репетиц/, 'РТ'],
  [/(?<![а-я])[кр]?дкр(?![а-я])|(?<![а-я])[кр]др(?![а-я])|диагностическ/, 'ДКР'],
];

/** The nearest part of the path wins: the file name, then its folder, then the folder above. */
export function procedureNamed(path: string): NamedProcedure {
  const parts = path
    .normalize('NFC')
    .split(/[/\\]/)
    .filter((part) => part !== '' && part !== '.')
    .map((part, index, all) => (index === all.length - 1 ? part.replace(/\.(?:xlsx|xlsm|csv|txt|tsv)$/i, '') : part))
    .reverse();
  let named: NamedParts = {};
  for (const part of parts) {
    const further = namedIn(part);
    // «9 класс/Физика (по образцу 8 класса)»: the folder tells the pupils, the name the paper.
    if (named.bySample && !further.bySample && further.paperGrade !== undefined)
      named.pupilGrade ??= further.paperGrade;
    named = { ...further, ...named };
  }
  return withRound(named);
}

/** «по образцу N класса» says that N is the grade of the paper. */
type NamedParts = NamedProcedure & { bySample?: boolean };

function namedIn(part: string): NamedParts {
  const whole = procedureOfId(part);
  if (whole) return whole;
  const text = part.toLowerCase().replaceAll('ё', 'е').replaceAll('_', ' ').replace(/\s+/g, ' ');
  const named: NamedParts = {};
  const kind = KINDS.find(([pattern]) => pattern.test(text))?.[1];
  if (kind) named.kind = kind;
  const subject = subjectNamed(text);
  if (subject) named.subject = subject;
  if (/осен|осень/.test(text)) named.round = 'autumn';
  else if (/весн|весен/.test(text)) named.round = 'spring';
  const year = yearOf(text, named.round === 'autumn');
  if (year !== null) named.year = year;
  return { ...named, ...gradesOf(text) };
}

/** «2020-2021 учебный год» is the year of its spring, unless autumn is meant. */
function yearOf(text: string, autumn: boolean): number | null {
  const span = /(20\d\d)\s*[-–—/]\s*(20\d\d|\d\d)(?!\d)/.exec(text);
  if (span) return autumn ? Number(span[1]) : Number(span[1]!.slice(0, 2) + span[2]!.slice(-2));
  const years = [...text.matchAll(/(?<!\d)(20[12]\d)(?!\d)/g)].map(([year]) => Number(year));
  return new Set(years).size === 1 ? years[0]! : null;
}

function gradesOf(text: string): NamedParts {
  const sample = /по (?:образцу|программе|материалам)(?: за)? (\d{1,2})(?:-?(?:го|й))?\s*кл/.exec(text);
  const rest = sample ? text.replace(sample[0], '') : text;
  const stated = gradeIn(rest);
  if (sample) {
    const paperGrade = Number(sample[1]);
    return { paperGrade, bySample: true, ...(stated === null ? {} : { pupilGrade: stated }) };
  }
  return stated === null ? {} : { paperGrade: stated };
}

/** «5 класс», «5-й кл.», or a lone small number beside the name of the subject: «Русский язык 6». */
function gradeIn(text: string): number | null {
  // A folder that is nothing but a number.
  if (/^(?:1[01]|[1-9])$/.test(text.trim())) return Number(text);
  const stated = /(?<!\d)(1[01]|[1-9])(?:-?(?:й|го|х))?\s*кл(?:асс)?/.exec(text)?.[1];
  if (stated) return Number(stated);
  // A folder named «5» among the folders of a year.
  const bare = /^\s*(1[01]|[1-9])\s*$/.exec(text)?.[1];
  if (bare) return Number(bare);
  if (!subjectNamed(text)) return null;
  const lone = [...text.matchAll(/(?<![\d.,№-])(1[01]|[1-9])(?![\d.]|-\d)/g)].map(([number]) => Number(number));
  return lone.length === 1 ? lone[0]! : null;
}

function withRound({ bySample, ...named }: NamedParts): NamedProcedure {
  const { kind, paperGrade, pupilGrade } = named;
  if (kind === 'ОГЭ') return { ...named, round: 'spring', paperGrade: 9, pupilGrade: 9 };
  if (kind === 'ЕГЭ') return { ...named, round: 'spring', paperGrade: 11, pupilGrade: 11 };
  if (paperGrade === undefined || pupilGrade !== undefined) return named;
  if (named.round === 'autumn')
    return { ...named, pupilGrade: paperGrade + 1, ...(bySample ? {} : { oneGradeInAutumn: true }) };
  return named;
}
