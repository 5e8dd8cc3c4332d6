/** Descriptions of works from a file as entries of the reference data: each under the procedure it is of. */
import type { Issue } from '#kernel/issue.ts';
import {
  type AssessmentKind,
  type Procedure,
  procedureNamed,
  procedureTitle,
  subjectNamed,
  type WorkDescription,
} from '#modules/assessments/index.ts';
import type { ResultItem } from '../contract.ts';

export type WorkKey = Pick<Procedure, 'kind' | 'subject' | 'paperGrade' | 'year'>;
/** `topics`: «КЭС 1.1» → its words. */
export type WorkContent = Pick<WorkDescription, 'items' | 'topics'>;
export type WorkToEnter = { of: WorkKey; content: WorkContent };
/** What a person says where neither the table nor the name of the file does. */
export type ToldOfWorks = { kind?: AssessmentKind | undefined; year?: number | undefined };

export function worksToEnter(
  works: readonly WorkDescription[],
  fileName: string,
  told: ToldOfWorks,
): { works: WorkToEnter[]; issues: Issue[] } {
  const issues: Issue[] = [];
  const found = new Map<string, WorkToEnter>();
  for (const work of works) {
    const of = keyOf(work, fileName, told);
    const where = [fileName, work.subject, work.paperGrade && `${work.paperGrade} класс`].filter(Boolean).join(', ');
    if (of === null) {
      issues.push({
        severity: 'error',
        code: 'work-unnamed',
        where,
        text: 'Не ясно, какой работы это описание: нет предмета, класса или года.',
        advice:
          'Назовите файл так: «Описание ВПР 2021, 5 класс, математика», или добавьте столбцы «Предмет» и «Класс».',
      });
      continue;
    }
    const key = `${of.kind} ${of.paperGrade} ${of.subject} ${of.year}`;
    if (found.has(key)) {
      issues.push({
        severity: 'error',
        code: 'work-twice',
        where,
        text: `Работа «${titleOf(of)}» описана в файле дважды.`,
        advice: 'Оставьте одну таблицу этой работы.',
      });
      continue;
    }
    found.set(key, { of, content: { items: work.items, topics: work.topics } });
  }
  return { works: [...found.values()], issues };
}

export function keyOf(
  { subject, paperGrade }: Pick<WorkDescription, 'subject' | 'paperGrade'>,
  fileName: string,
  told: ToldOfWorks,
): WorkKey | null {
  const named = procedureNamed(fileName);
  const kind = told.kind ?? named.kind ?? 'ВПР';
  const year = told.year ?? named.year;
  const code = subject === null ? named.subject : subjectNamed(subject);
  const grade = paperGrade ?? named.paperGrade ?? (kind === 'ОГЭ' ? 9 : kind === 'ЕГЭ' ? 11 : undefined);
  if (!code || grade === undefined || year === undefined) return null;
  return { kind, subject: code, paperGrade: grade, year };
}

export function titleOf(of: WorkKey): string {
  return procedureTitle({ ...of, round: 'spring', pupilGrade: of.paperGrade });
}

/** Where the description and the loaded results do not speak of the same items. */
export function againstResults({ of, content }: WorkToEnter, items: readonly ResultItem[]): Issue[] {
  const described = new Map(content.items.map((item) => [item.name, item.maximum]));
  const missing = items.filter(({ name }) => !described.has(name)).map(({ name }) => name);
  const other = items.filter(({ name, maximum }) => {
    const largest = described.get(name);
    return largest !== undefined && maximum !== null && largest !== maximum;
  });
  const issue = (code: string, text: string): Issue => ({
    severity: 'warning',
    code,
    where: titleOf(of),
    text,
    advice: 'Проверьте, той ли работы и того ли варианта описание: темы этих заданий иначе не посчитать.',
  });
  return [
    ...(missing.length > 0
      ? [
          issue(
            'work-items-missing',
            `В загруженных результатах есть задания, которых нет в описании: ${missing.join(', ')}.`,
          ),
        ]
      : []),
    ...(other.length > 0
      ? [
          issue(
            'work-maximum-differs',
            `Наибольший балл не такой, как в результатах: ${other.map(({ name, maximum }) => `задание ${name} — ${described.get(name)} вместо ${maximum}`).join(', ')}.`,
          ),
        ]
      : []),
  ];
}

/** Two descriptions say the same. */
export function saysTheSame(a: WorkContent, b: WorkContent): boolean {
  return canonical(a) === canonical(b);
}

/** The database gives the keys of an object in its own order. */
function canonical({ items, topics }: WorkContent): string {
  const sorted = Object.entries(topics).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([
    items.map(({ name, maximum, level, kes, kt, minutes, skill }) => [name, maximum, level, kes, kt, minutes, skill]),
    sorted,
  ]);
}
