/** What belongs to the pages and not to the document: page numbers, running heads and feet, «продолжение таблицы». */
import type { PageFlow, PlacedLine, PlacedTable } from './flow.ts';

const PAGE_NUMBER = /^[-–—\s]*(?:стр(?:аница|\.)?\s*)?\d{1,4}(?:\s*(?:из|\/)\s*\d{1,4})?[-–—\s]*$/i;
const CONTINUED = /^(?:продолжение|окончание)\s+(?:таблицы|приложения)/i;
/** Share of the page's height at its top and bottom where furniture stands. */
const MARGIN = 0.12;
const SAME_PLACE = 4;

export function withoutFurniture(pages: PageFlow[]): PageFlow[] {
  const repeated = repeatedLines(pages);
  return pages.map((page) => ({
    ...page,
    items: page.items.filter((item, index) => !isFurniture(item, index, page, repeated)),
  }));
}

function isFurniture(item: PlacedLine | PlacedTable, index: number, page: PageFlow, repeated: Set<string>): boolean {
  if (item.kind === 'table') return false;
  const { text } = item.line;
  if (CONTINUED.test(text) && page.items[index + 1]?.kind === 'table') return true;
  if (!isInMargin(item, page)) return false;
  const atEdge = index === 0 || index === page.items.length - 1;
  return (atEdge && PAGE_NUMBER.test(text)) || repeated.has(keyOf(item));
}

function isInMargin({ line }: PlacedLine, page: PageFlow): boolean {
  return line.baseline < page.height * MARGIN || line.baseline > page.height * (1 - MARGIN);
}

/** Lines that stand at one place on at least half of the pages, whatever their digits. */
function repeatedLines(pages: PageFlow[]): Set<string> {
  const counts = new Map<string, number>();
  for (const page of pages) {
    const keys = page.items
      .filter((item) => item.kind === 'line')
      .filter((item) => isInMargin(item, page))
      .map(keyOf);
    for (const key of new Set(keys)) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const enough = Math.max(2, pages.length / 2);
  return new Set([...counts].filter(([, count]) => count >= enough).map(([key]) => key));
}

function keyOf({ line }: PlacedLine): string {
  return `${Math.round(line.baseline / SAME_PLACE)}:${line.text.replace(/\d+/g, '#')}`;
}
