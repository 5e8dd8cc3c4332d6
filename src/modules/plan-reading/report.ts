/** A reading as a compact table for the terminal. */
import { formatDate, formatPeriod } from '#kernel/format.ts';
import type { Severity } from '#kernel/issue.ts';
import { count } from '#kernel/plural.ts';
import type { Approval, Measure, PlanReading } from './contract.ts';

const WIDTHS = { number: 6, text: 60, deadline: 26, responsible: 40 };
const RULE = Object.values(WIDTHS)
  .map((width) => '─'.repeat(width))
  .join('  ');
const SEVERITY: Record<Severity, string> = { error: 'ошибка', warning: 'внимание', note: 'заметка' };

export function tableOf(reading: PlanReading): string {
  const lines = [reading.title ?? 'План без названия', ...facts(reading), ''];
  if (reading.measures.length > 0) lines.push(row('№', 'Мероприятие', 'Срок', 'Ответственные'), RULE);
  let section: number | null = null;
  for (const measure of reading.measures) {
    if (measure.section !== section && measure.section !== null) lines.push(sectionLine(reading, measure.section));
    section = measure.section;
    lines.push(measureLine(measure));
  }
  for (const table of reading.tables)
    lines.push('', `Курсы: ${table.title ?? 'без названия'}, ${count(table.rows.length, 'строка', 'строки', 'строк')}`);
  if (reading.issues.length > 0) lines.push('', `Замечания (${reading.issues.length}):`);
  for (const { severity, where, text, advice } of reading.issues)
    lines.push(`  ${SEVERITY[severity]}: ${where}: ${text} ${advice}`);
  return `${lines.join('\n')}\n`;
}

function facts({ period, approval, measures, sections, glossary }: PlanReading): string[] {
  const counts = [
    count(measures.length, 'мероприятие', 'мероприятия', 'мероприятий'),
    sections.length > 0 ? count(sections.length, 'раздел', 'раздела', 'разделов') : '',
    glossary.length > 0 ? count(glossary.length, 'сокращение', 'сокращения', 'сокращений') : '',
  ];
  return [
    ...(approval === null ? [] : [`Утверждён: ${approvalText(approval)}`]),
    ...(period === null ? [] : [`Период: ${formatPeriod(period)}`]),
    counts.filter(Boolean).join(', '),
  ];
}

function approvalText({ kind, body, number, date }: Approval): string {
  return [kind, body, date === null ? '' : `от ${formatDate(date)}`, number === null ? '' : `№ ${number}`]
    .filter(Boolean)
    .join(', ');
}

function sectionLine({ sections }: PlanReading, index: number): string {
  const { number, title } = sections[index] ?? { number: null, title: '' };
  return `  ${number === null ? '' : `${number}. `}${title}`;
}

function measureLine(measure: Measure): string {
  const responsible = measure.responsible.map((party) => party.person ?? party.organisation ?? party.text).join('; ');
  return row(measure.number ?? '–', measure.text, measure.deadline.text || '–', responsible || '–');
}

function row(number: string, text: string, deadline: string, responsible: string): string {
  const cells = [
    [number, WIDTHS.number],
    [text, WIDTHS.text],
    [deadline, WIDTHS.deadline],
    [responsible, WIDTHS.responsible],
  ] as const;
  return cells
    .map(([cell, width]) => fit(cell, width))
    .join('  ')
    .trimEnd();
}

function fit(text: string, width: number): string {
  return text.length > width ? `${text.slice(0, width - 1)}…` : text.padEnd(width);
}
