/** Whose year a day without a year belongs to: «текущего года», «каждого года», «года, в котором проведён мониторинг». */
import type { Cursor } from './cursor.ts';
import { type Boundary, isSeparator } from './separators.ts';

const SAYS_NOTHING = ['текущий', 'соответствующий', 'данный', 'следующий', 'отчетный'];

/** «event»: what follows describes the year. Null when nothing is said of the year that matters. */
export function yearOf(c: Cursor, startsClause: Boundary): 'each' | 'event' | null {
  if (c.attempt(() => everyYear(c) ?? yearAfterReport(c)) !== null) return 'each';
  if (c.attempt(() => plainYear(c)) === null || endsClause(c, startsClause)) return null;
  c.attempt(() => {
    c.takeMark(',');
    return c.take('в', 'который') ? true : null;
  });
  return 'event';
}

function everyYear(c: Cursor): true | null {
  return c.attempt(() => {
    if (!c.take('каждый')) return null;
    c.takeAny(['учебный', 'календарный']);
    return c.take('год') ? true : null;
  });
}

/** «1 февраля года, следующего за отчётным»: there is a report every year. */
function yearAfterReport(c: Cursor): true | null {
  c.takeAny(['следующий', 'учебный']);
  if (!c.take('год')) return null;
  c.takeMark(',');
  if (!c.take('следующий', 'за', 'отчетный')) return null;
  c.takeAny(['год', 'период']);
  return true;
}

function plainYear(c: Cursor): true | null {
  c.takeAny(SAYS_NOTHING);
  c.takeAny(['учебный', 'календарный']);
  return c.take('год') || c.take('т', 'год') ? true : null;
}

function endsClause(c: Cursor, startsClause: Boundary): boolean {
  if (c.isMark(',') && c.word(1) === 'в' && c.word(2) === 'который') return false;
  return c.done || isSeparator(c) || c.isMark('(') || c.isMark(')') || startsClause(c, true);
}
