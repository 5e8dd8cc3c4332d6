/** The title of the plan: the line that names the kind of document and the lines that go on with it. */
import { fold } from '../text/clean.ts';
import type { Line } from '../layout/lines.ts';

const KIND =
  /^[«"]?(?:[А-ЯЁа-яё-]+(?:ый|ий|ой|ая|ое|ЫЙ|ИЙ|ОЙ|АЯ|ОЕ)\s+){0,3}[«"]?(?:план|комплекс|дорожн[а-яё]+\s+карт|программ|перечень|график|отч[её]т|информаци|циклограмм|мероприяти|меры|реализаци|паспорт|сетевой|система\s+(?:мер|работы)|(?:о|об|о ходе|об итогах)\s+(?:реализации|выполнении|исполнении|проведении)|сведения|концепция|проект\s+(?:плана|дорожной)|справка)/i;
const NOT_TITLE =
  /^(?:программа\s+(?:«[^»]+»\s+)?(?:разработана|включает|направлена|реализуется)|мероприятия\s+(?:плана|проводятся))/i;
const PURPOSE =
  /^(?:цел[ьи]|задач[аи]|основани[ея]|ожидаем|нормативн|введение|пояснительная|срок[и]?\s|исполнител|ответственн|общие положения)(?![а-яё]*\s+мероприят)/i;
const DIVISION = /^(?:раздел|направление|этап|блок|модуль|глава|часть|уровень|[а-яё]+\s+уровень)(?![а-яё])/i;
/** «… на 2024 год» closes a title. */
const STATES_PERIOD = /(?:^|\s)(?:на|в|за)\s.{0,30}20\d\d.{0,25}(?:год|уч|г{1,2}\.|г\.\s?г\.)[а-яё.\s]*$/i;
/** A line of nothing but years: «2020 – 2022 г.г.». */
const PERIOD_ALONE = /^\(?20\d\d\s?(?:[-–—/]\s?(?:20)?\d\d\s?)?(?:г[а-яё]*\.?\s?г?\.?|уч[а-яё.]*\s?г[а-яё]*\.?)\)?$/i;
const LONGEST_TITLE_LINE = 420;

export function startsTitle(line: string): boolean {
  return KIND.test(line) && !NOT_TITLE.test(line) && line.length <= LONGEST_TITLE_LINE && !isSentence(line);
}

/** Running text: long, or with an «(далее – …)» and a verb, closed by a full stop. */
function isSentence(line: string): boolean {
  return (
    line.endsWith('.') &&
    line.length > 160 &&
    /(?:\(далее|включает|предусматрива|направлен[а-яё]* на|разработан)/i.test(line)
  );
}

export type Title = { title: string | null; used: Set<number> };

/** `from`: the first line below the stamps; `end`: the line of a section heading that the title must not reach. */
export function readTitle(lines: readonly Line[], from: number, end = lines.length): Title {
  const texts = lines.slice(0, end).map((line) => line.text);
  let start = texts.findIndex((text, index) => index >= from && startsTitle(text));
  if (start < 0) start = texts.findIndex((text) => startsTitle(text));
  if (start < 0) start = texts.findIndex((_, index) => index >= from && looksLikeTitle(lines[index] as Line));
  if (start < 0) return { title: null, used: new Set() };
  let next = start + 1;
  while (next < end && goesOn(lines, start, next)) next++;
  const used = new Set(Array.from({ length: next - start }, (_, index) => start + index));
  return { title: fold(texts.slice(start, next).join(' ')), used };
}

/** Without a word for the kind of document: a heading, or a bold centred line. */
function looksLikeTitle(line: Line): boolean {
  return (
    line.text.length <= LONGEST_TITLE_LINE &&
    (line.headingLevel === 1 || (line.align === 'center' && (line.bold || line.text.length > 30)))
  );
}

function goesOn(lines: readonly Line[], start: number, at: number): boolean {
  const line = lines[at] as Line;
  const before = lines[at - 1] as Line;
  const { text } = line;
  if (
    text.length > LONGEST_TITLE_LINE ||
    /^паспорт(?:\s|$)/i.test(text) ||
    line.number !== null ||
    PURPOSE.test(text) ||
    /^[\dIVX]+[.)]\s/.test(text) ||
    isSentence(text)
  )
    return false;
  if (!line.startsParagraph) return true;
  if (/^[а-яё(]/.test(text)) return !/[.:;]$/.test(before.text);
  if (PERIOD_ALONE.test(text)) return true;
  if (/[.:;]$/.test(before.text)) return false;
  if (/^(?:НА|В|ПО|ДЛЯ|И|О|С)\s/.test(text)) return true;
  const soFar = lines
    .slice(start, at)
    .map((above) => above.text)
    .join(' ');
  const centred = line.align === before.align && line.align === 'center' && line.headingLevel === before.headingLevel;
  // A PDF does not tell what is centred: bold lines go on until the title has told its period.
  const boldInPdf = line.align === null && before.align === null && line.bold && !STATES_PERIOD.test(soFar);
  const sameLook = line.bold === before.bold && (centred || (boldInPdf && !DIVISION.test(text)));
  if (STATES_PERIOD.test(text) && !STATES_PERIOD.test(soFar)) return true;
  const isShortStart = (lines[start] as Line).text.split(' ').length <= 3 && at === start + 1;
  return (sameLook || isShortStart || /^[«"]/.test(text)) && text.length < 300 && !/[.]$/.test(text);
}
