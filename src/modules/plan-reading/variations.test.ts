/** The real plans set otherwise: what they say must not depend on how the table is laid out. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Block, Cell, Row, SourceDocument, Table } from '#documents/model.ts';
import { readDocument } from '#documents/read.ts';
import type { PlanReading } from './contract.ts';
import { paragraph } from './document.fixture.ts';
import { readPlan } from './read-plan.ts';
import { present, SEEDS } from './seeds.fixture.ts';

/** Changes the table of the plan in place, or gives other blocks to stand for it. */
type Variation = (table: Table) => Block[] | void;

const textOf = (cell: Cell | undefined) => cell?.paragraphs.map(({ text }) => text).join('\n') ?? '';
const isTitle = (row: Row) => row.cells.length === 1;
const cellOf = (column: number, text: string, columnSpan = 1): Cell => ({
  column,
  columnSpan,
  rowSpan: 1,
  paragraphs: text === '' ? [] : [paragraph(text)],
  tables: [],
});

const VARIATIONS: Record<string, Variation> = {
  'columns from right to left': (table) => {
    for (const row of table.rows.filter((candidate) => !isTitle(candidate))) {
      for (const cell of row.cells) cell.column = table.columnCount - 1 - cell.column;
      row.cells.reverse();
    }
  },
  'headers in other words': (table) => {
    const words = ['N п/п', 'Наименование мероприятия', 'Период реализации', 'Кто отвечает', 'Форма отчетности'];
    table.rows[0]?.cells.forEach((cell, index) => {
      cell.paragraphs = [paragraph(words[index] as string)];
    });
  },
  'further columns': (table) => {
    const { columnCount } = table;
    table.columnCount += 2;
    table.rows.forEach((row, index) => {
      if (isTitle(row)) for (const cell of row.cells) cell.columnSpan = table.columnCount;
      else
        row.cells.push(
          cellOf(columnCount, index === 0 ? 'Источник финансирования' : 'бюджет'),
          cellOf(columnCount + 1, index === 0 ? 'Примечание' : ''),
        );
    });
  },
  'numbers set automatically': (table) => {
    for (const row of table.rows.slice(1)) {
      const [first] = row.cells;
      const number = textOf(first).replace(/\.?$/, '.');
      if (!isTitle(row) && first && /^\d/.test(number)) first.paragraphs = [paragraph('', { listNumber: number })];
    }
  },
  'sections as headings between tables': (table) => {
    const blocks: Block[] = [];
    const header = table.rows[0] as Row;
    for (const row of table.rows.slice(1)) {
      const last = blocks.at(-1);
      if (isTitle(row)) blocks.push(paragraph(textOf(row.cells[0]).replaceAll('\n', ' '), { bold: true }));
      else if (last?.kind === 'table') last.rows.push(row);
      else blocks.push({ ...table, rows: [structuredClone(header), row] });
    }
    return blocks;
  },
  'titles in the column of the text': (table) => {
    for (const row of table.rows.filter(isTitle)) {
      const title = textOf(row.cells[0]);
      row.cells = Array.from({ length: table.columnCount }, (_, column) => cellOf(column, column === 1 ? title : ''));
    }
  },
  'equal parties merged vertically': (table) => {
    let top: Cell | null = null;
    for (const row of table.rows.slice(1)) {
      const cell = row.cells.find(({ column }) => column === 3);
      if (isTitle(row) || cell === undefined) top = null;
      else if (top !== null && textOf(cell) === textOf(top) && textOf(row.cells[0]) !== '') {
        top.rowSpan++;
        row.cells = row.cells.filter((candidate) => candidate !== cell);
      } else top = cell;
    }
  },
  'texts split over pages with the header repeated': (table) => {
    table.rows = table.rows.flatMap((row, index) => {
      const cell = row.cells.find(({ column }) => column === 1);
      const words = textOf(cell).split(' ');
      const half = words.findIndex((word, at) => at >= words.length / 2 && /^[а-я]/.test(word));
      if (
        index === 0 ||
        index % 3 !== 0 ||
        isTitle(row) ||
        cell === undefined ||
        half < 3 ||
        textOf(row.cells[0]) === ''
      )
        return [row];
      const rest: Row = {
        header: false,
        cells: row.cells.map(({ column }) => cellOf(column, column === 1 ? words.slice(half).join(' ') : '')),
      };
      cell.paragraphs = [paragraph(words.slice(0, half).join(' '))];
      return [row, structuredClone(table.rows[0] as Row), rest];
    });
  },
};

function substance({ measures, sections }: PlanReading) {
  return measures.map(({ number, text, deadline, responsible, results, section }) => {
    const title = section === null ? null : sections[section]?.title;
    return { number, text, deadline, responsible, results, title };
  });
}

describe.skipIf(!present).each(['kirov-2021', 'kamchatka-2016-2018', 'leningrad-2019-2020'])('%s', (name) => {
  test.each(Object.keys(VARIATIONS))('%s', async (variation) => {
    const source = await readDocument(readFileSync(join(SEEDS, `${name}.txt`)), { fileName: `${name}.txt` });
    const expected = substance(readPlan(source));
    const varied: SourceDocument = structuredClone(source);
    varied.blocks = varied.blocks.flatMap((block) => {
      const instead = block.kind === 'table' ? VARIATIONS[variation]?.(block) : undefined;
      return instead ?? [block];
    });
    expect(substance(readPlan(varied))).toEqual(expected);
  });
});
