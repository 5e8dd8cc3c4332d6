/** How execution is put into words: one line a due window, one line a document. */
import { daysBetween } from '#kernel/dates.ts';
import { formatDate, formatDateShort } from '#kernel/format.ts';
import { count } from '#kernel/plural.ts';
import type { DocumentReference } from '#modules/execution/index.ts';
import { doneOf, type ReportMark, type ReportRow } from './domain.ts';
import { capitalised, inList } from './wording.ts';

export function markLines(row: ReportRow): string[] {
  const own = row.marks.length === 0 ? [row.importedMark ?? 'Срок не установлен'] : windowLines(row);
  return row.below.total === 0 ? own : [...own, belowLine(row)];
}

function windowLines({ marks, importedMark }: ReportRow): string[] {
  const { reached, ahead } = byReach(marks);
  const lines = reached.map((mark) => capitalised(`${namedIn(marks, mark)}${markHead(mark)}${saidIn(mark)}`));
  if (ahead.length > 0) lines.push(aheadLine(ahead));
  // A mark typed into the source document still says something while nothing else has been recorded.
  return importedMark !== null && marks.every(({ text }) => text === null) ? [importedMark, ...lines] : lines;
}

/** Windows whose day has come or that have been marked, and those that lie ahead. */
export function byReach(marks: ReportMark[]): { reached: ReportMark[]; ahead: ReportMark[] } {
  return {
    reached: marks.filter((mark) => mark.class !== 'notDue'),
    ahead: marks.filter((mark) => mark.class === 'notDue'),
  };
}

/** Which window, where there are several: «III квартал 2025 г.: ». */
export function namedIn(marks: ReportMark[], mark: ReportMark): string {
  return marks.length === 1 ? '' : `${mark.label}: `;
}

/** How the window stands, without the words of the one who marked it. */
export function markHead(mark: ReportMark): string {
  switch (mark.class) {
    case 'onTime':
      return `исполнено${onDay(mark)}`;
    case 'late':
      return `исполнено${onDay(mark)}, ${lateness(mark)}`;
    case 'withoutDocument':
      return `исполнено${onDay(mark)} без документа${reason(mark)}`;
    case 'inReview':
      return 'на проверке';
    case 'notDone':
      return mark.dueOn === null ? 'не исполнено' : `не исполнено, срок истёк ${formatDate(mark.dueOn)}`;
    case 'notDue':
      return mark.dueOn === null ? 'срок не наступил' : `срок не наступил (до ${formatDate(mark.dueOn)})`;
  }
}

function saidIn({ text }: ReportMark): string {
  return text === null || text.trim() === '' ? '' : `. ${text.trim()}`;
}

function onDay({ doneOn }: ReportMark): string {
  return doneOn === null ? '' : ` ${formatDateShort(doneOn)}`;
}

function lateness({ dueOn, doneOn }: ReportMark): string {
  return dueOn === null || doneOn === null
    ? 'с опозданием'
    : `с опозданием на ${count(daysBetween(dueOn, doneOn), 'день', 'дня', 'дней')}`;
}

function reason({ withoutDocumentReason }: ReportMark): string {
  return withoutDocumentReason === null ? '' : ` (${withoutDocumentReason.trim().replace(/\.$/, '')})`;
}

export function aheadLine(ahead: ReportMark[]): string {
  const next = ahead
    .map(({ dueOn }) => dueOn)
    .filter((date) => date !== null)
    .sort()[0];
  const until = next === undefined ? '' : `, ближайший – до ${formatDate(next)}`;
  return ahead.length === 1
    ? capitalised(markHead(ahead[0]!))
    : `Не наступили ${count(ahead.length, 'срок', 'срока', 'сроков')}${until}`;
}

function belowLine({ below, adoptedBy }: ReportRow): string {
  const organisations = count(adoptedBy, 'организация', 'организации', 'организаций');
  return `На уровнях ниже (${organisations}): исполнено ${doneOf(below)} из ${below.total}`;
}

export function documentLines(documents: DocumentReference[]): string[] {
  return inList(documents.map(documentName));
}

/** «Приказ от 12.09.2019 № 45 «О проведении …»» */
export function documentName({ kind, number, date, title, url }: DocumentReference): string {
  const parts = [
    capitalised(kind),
    date === null ? '' : `от ${formatDateShort(date)}`,
    number === null ? '' : `№ ${number}`,
    title === '' ? '' : /^[«"]/.test(title) ? title : `«${title}»`,
    url ?? '',
  ];
  return parts.filter(Boolean).join(' ');
}
