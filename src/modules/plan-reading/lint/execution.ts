import type { Issue } from '#kernel/issue.ts';
import { comparable } from '../text/clean.ts';
import { stem, words } from '../text/stem.ts';
import { hasColumn, issue, placeOf, type Row, type Rule } from './place.ts';

export const checkExecution: Rule = ({ rows }) => {
  const marked = rows.filter((row) => hasColumn(row, 'execution'));
  const anyMark = marked.some(({ measure }) => measure.execution !== null);
  return marked.flatMap((row) => checkOne(row, anyMark));
};

const ONLY_LINK = /^(?:см\.?\s*)?(?:по\s+)?(?:ссылк[аеиу]|сайт|link|здесь)[.!]?$/i;
/** Something was done: a past tense or a short participle. */
const DONE = /(?:^|[\s(])[а-яё]{3,}(?:лось|лась|лись|ено|ены|ена|ано|аны|ана|ели|или|али|ил|ал|ят[оы])(?=[\s,.;)]|$)/i;
/** One new word among so many still makes the mark a repetition. */
const WORDS_PER_NEW_ONE = 8;
const SHORTEST_REPEAT = 4;

function checkOne(row: Row, anyMark: boolean): Issue[] {
  const { measure } = row;
  const where = placeOf(row, 'execution');
  if (measure.execution === null) {
    // A plan with an empty column for marks has simply not begun.
    return anyMark
      ? [issue('note', 'execution-missing', where, 'Отметки об исполнении нет.', 'Запросите отметку у ответственного.')]
      : [];
  }
  const { text, links = [] } = measure.execution;
  if (ONLY_LINK.test(text) && links.length === 0) {
    return [
      issue(
        'warning',
        'execution-link-missing',
        where,
        `Вместо отметки стоит слово «${text}», а самой ссылки нет.`,
        'Вставьте адрес страницы или приложите документ.',
      ),
    ];
  }
  if (repeats(text, measure.text)) {
    return [
      issue(
        'warning',
        'execution-repeats-measure',
        where,
        'Отметка только повторяет мероприятие и не говорит, что сделано.',
        'Напишите, что сделано, когда и каким документом подтверждено.',
      ),
    ];
  }
  return [];
}

function repeats(mark: string, measure: string): boolean {
  if (comparable(mark) === comparable(measure)) return true;
  const known = new Set(words(measure).map(stem));
  const said = words(mark).filter((word) => word.length > 2);
  if (said.length < SHORTEST_REPEAT) return false;
  const fresh = said.filter(
    (word) =>
      !known.has(stem(word)) &&
      !/^(?:моу|оу|оо|школ|учебн|год|ноябр|декабр|январ|феврал|март|апрел|ма[йя]|июн|июл|август|сентябр|октябр)/.test(
        word,
      ),
  );
  return fresh.length <= Math.floor(said.length / WORDS_PER_NEW_ONE) && !fresh.some((word) => DONE.test(word));
}
