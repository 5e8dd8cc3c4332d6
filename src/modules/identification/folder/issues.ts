/** Remarks on the files of a folder, put together: a region has a hundred files with the same remark in each. */
import type { Issue } from '#kernel/issue.ts';
import { compareText } from '../engine/table.ts';

/** `file`: path from the folder. */
export type FileIssue = Issue & { file: string };

export type IssueGroup = Pick<Issue, 'severity' | 'code' | 'text' | 'advice'> & {
  /** The first place. */
  where: string;
  cases: number;
  files: string[];
};

const ORDER: Record<Issue['severity'], number> = { error: 0, warning: 1, note: 2 };

/** Readers know a file by its name; in a folder «Математика.xlsx» stands ten times. */
export function inFile(path: string, issues: readonly Issue[]): FileIssue[] {
  return issues.map((issue) => ({
    ...issue,
    file: path,
    where: /^файл «[^»]*»/.test(issue.where) ? issue.where.replace(/^файл «[^»]*»/, `файл «${path}»`) : issue.where,
  }));
}

/** Errors first; of one kind the first text stands for all. */
export function groupedIssues(issues: readonly FileIssue[]): IssueGroup[] {
  const groups = Map.groupBy(issues, ({ severity, code }) => `${ORDER[severity]}|${code}`);
  return [...groups]
    .sort(([a], [b]) => compareText(a, b))
    .map(([, own]) => {
      const { severity, code, text, advice, where } = own[0] as FileIssue;
      const byFile = Map.groupBy(own, ({ file }) => file);
      return {
        severity,
        code,
        text: own.length === 1 ? text : withoutTotal(text),
        advice,
        where,
        cases: [...byFile.values()].reduce((sum, all) => sum + casesIn(all), 0),
        files: [...byFile.keys()],
      };
    });
}

/** A reader shows the first of many alike one by one and then says how many there are in all. */
const TOTAL = /(?: И ещё [^,]+,)? [Вв]сего:? (\d+)\.$/;

function casesIn(issues: readonly Issue[]): number {
  const totals = issues.map(({ text }) => Number(TOTAL.exec(text)?.[1] ?? 0));
  return Math.max(issues.length, ...totals);
}

function withoutTotal(text: string): string {
  return text.replace(TOTAL, '');
}
