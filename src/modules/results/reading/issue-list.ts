/** Issues of one file: each names its place; of many alike the first stay and the rest are counted. */
import { columnLetter } from '#documents/read-sheets.ts';
import type { Issue, Severity } from '#kernel/issue.ts';
import { count } from '#kernel/plural.ts';

export type IssueKind = {
  severity: Severity;
  code: string;
  text: string | ((detail: string) => string);
  advice: string;
};

export type Place = {
  sheet?: string;
  /** From 0, as in DataSheet. */
  row?: number;
  column?: number;
  header?: string;
};

/** Of one kind so many are shown one by one. */
export const SHOWN_OF_A_KIND = 20;

export class IssueList {
  readonly #fileName: string;
  readonly #issues: Issue[] = [];
  readonly #counts = new Map<string, { kind: IssueKind; count: number; shown: number }>();

  constructor(fileName: string) {
    this.#fileName = fileName;
  }

  /** One of a kind, at its place. */
  add(kind: IssueKind, place: Place = {}, detail = ''): void {
    const seen = this.#seen(kind);
    seen.count += 1;
    if (seen.shown >= SHOWN_OF_A_KIND) return;
    seen.shown += 1;
    this.#issues.push({
      severity: kind.severity,
      code: kind.code,
      where: this.#where(place),
      text: textOf(kind, detail),
      advice: kind.advice,
    });
  }

  /** Harmless and frequent: only their number is told. */
  count(kind: IssueKind, number = 1): void {
    if (number > 0) this.#seen(kind).count += number;
  }

  countOf(code: string): number {
    return this.#counts.get(code)?.count ?? 0;
  }

  finish(): Issue[] {
    const rest = [...this.#counts.values()].flatMap(({ kind, count: total, shown }): Issue[] => {
      if (total === shown) return [];
      const text =
        shown === 0
          ? `${textOf(kind, '')} Всего: ${total}.`
          : `${textOf(kind, '')} И ещё ${count(total - shown, 'такой случай', 'таких случая', 'таких случаев')}, всего ${total}.`;
      return [{ severity: kind.severity, code: kind.code, where: this.#where({}), text, advice: kind.advice }];
    });
    return [...this.#issues, ...rest];
  }

  #seen(kind: IssueKind): { kind: IssueKind; count: number; shown: number } {
    let seen = this.#counts.get(kind.code);
    if (!seen) {
      seen = { kind, count: 0, shown: 0 };
      this.#counts.set(kind.code, seen);
    }
    return seen;
  }

  #where({ sheet, row, column, header }: Place): string {
    const parts = [`файл «${this.#fileName}»`];
    if (sheet) parts.push(`лист «${sheet}»`);
    if (row !== undefined) parts.push(`строка ${row + 1}`);
    if (column !== undefined) parts.push(`столбец ${columnLetter(column)}${header ? ` «${header}»` : ''}`);
    return parts.join(', ');
  }
}

function textOf({ text }: IssueKind, detail: string): string {
  return typeof text === 'string' ? text : text(detail);
}
