/** The procedure of a file: what the user says, else the name, else what the content makes certain; never a guess. */
import { type NamedProcedure, type Procedure, procedureNamed, SUBJECTS } from '#modules/assessments/index.ts';
import type { ResultFile } from '../contract.ts';
import { KINDS } from './issue-kinds.ts';
import type { IssueList } from './issue-list.ts';

/** What the content itself says. */
export type ContentHints = {
  format: ResultFile['format'];
  /** Year and month of most uploads or exams. */
  date: { year: number; month: number } | null;
  /** Grade that most classes name («11а»). */
  grade: number | null;
  /** A procedure that the file itself states. */
  stated?: Partial<Procedure>;
};

export type WhichProcedure =
  | { procedure: Procedure }
  | { procedure: null; known: Partial<Procedure>; missing: (keyof Procedure)[] };

const NEEDED = ['kind', 'subject', 'year', 'paperGrade'] as const;
const CALLED: Record<(typeof NEEDED)[number], string> = {
  kind: 'вид процедуры',
  subject: 'предмет',
  year: 'год',
  paperGrade: 'класс',
};

export function whichProcedure(
  path: string,
  told: Partial<Procedure>,
  content: ContentHints,
  issues: IssueList,
): WhichProcedure {
  const named = procedureNamed(path);
  const known: NamedProcedure = { ...named, ...content.stated, ...told };
  if (content.format.startsWith('vpr')) known.kind ??= 'ВПР';
  if (known.year === undefined && content.date) known.year = content.date.year;
  const missing = NEEDED.filter((part) => known[part] === undefined);
  if (missing.length > 0) {
    issues.add(KINDS.nameUnclear, {}, missing.map((part) => CALLED[part]).join(', '));
    const { oneGradeInAutumn: _, ...partly } = known;
    return { procedure: null, known: partly, missing };
  }
  const { kind, subject, year, paperGrade } = known as Procedure;
  const round = known.round ?? roundOf(content, issues);
  const pupilGrade = pupilGradeOf(known, told, round, content, issues);
  const procedure: Procedure = { kind, subject, year, round, paperGrade, pupilGrade };
  compare(procedure, told, content, issues);
  return { procedure };
}

function roundOf({ format, date }: ContentHints, issues: IssueList): Procedure['round'] {
  if (date && format.startsWith('vpr')) {
    const round = date.month >= 8 ? 'autumn' : 'spring';
    issues.add(KINDS.roundFromContent, {}, `${round === 'autumn' ? 'осень' : 'весна'}, по датам загрузки`);
    return round;
  }
  if (format === 'vpr-2020') {
    issues.add(KINDS.roundFromContent, {}, 'осень, в таком виде выгружали осенние работы 2020 года');
    return 'autumn';
  }
  return 'spring';
}

function pupilGradeOf(
  known: NamedProcedure,
  told: Partial<Procedure>,
  round: Procedure['round'],
  { grade }: ContentHints,
  issues: IssueList,
): number {
  const paperGrade = known.paperGrade!;
  if (told.pupilGrade !== undefined) return told.pupilGrade;
  if (round === 'spring') return known.oneGradeInAutumn ? paperGrade : (known.pupilGrade ?? paperGrade);
  if (known.pupilGrade !== undefined && !known.oneGradeInAutumn) return known.pupilGrade;
  const pupilGrade = grade === paperGrade + 1 ? grade : paperGrade + 1;
  if (grade !== pupilGrade && told.paperGrade === undefined)
    issues.add(KINDS.autumnGrade, {}, `работа за ${paperGrade} класс, писали ученики ${pupilGrade} класса`);
  return pupilGrade;
}

function compare(
  { subject, year, paperGrade, pupilGrade }: Procedure,
  told: Partial<Procedure>,
  { date, grade, format }: ContentHints,
  issues: IssueList,
): void {
  if (told.year === undefined && date && date.year !== year)
    issues.add(KINDS.otherYear, {}, `в имени ${year}, в файле ${date.year}`);
  const generation = /^vpr-(\d+)/.exec(format)?.[1];
  if (told.year === undefined && !date && generation && Number(generation) > year)
    issues.add(KINDS.otherYear, {}, `в имени ${year}, а вид файла появился в ${generation} году`);
  if (told.paperGrade === undefined && grade !== null && grade !== pupilGrade && grade !== paperGrade)
    issues.add(KINDS.otherGrade, {}, `${SUBJECTS[subject]}, в имени ${paperGrade} класс, в файле ${grade}`);
}
