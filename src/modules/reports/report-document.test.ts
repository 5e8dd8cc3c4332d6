import { describe, expect, test } from 'vitest';
import type { OfficialTable } from '#documents/write/model.ts';
import { executionReport } from './domain.ts';
import { markLines } from './mark-wording.ts';
import { reportDocument } from './report-document.ts';
import { sampleExecution } from './report.fixture.ts';

const report = executionReport(sampleExecution(12));
const document = reportDocument(report);
const tables = document.blocks.filter((block): block is OfficialTable => block.kind === 'table');

describe('the report «О реализации …»', () => {
  test('is called after its plan and says of which day it speaks', () => {
    expect(document.title).toEqual([
      'О реализации плана мероприятий по поддержке школ с низкими образовательными результатами на 2019-2020 учебный год',
    ]);
    expect(document.blocks[0]).toMatchObject({
      text: 'Управление образования Тестового района, по состоянию на 1\u00A0июня 2020\u00A0г.',
    });
  });

  test('has the five columns of the form, a row for each section and each measure', () => {
    const [table] = tables;
    expect(table?.header[0]?.cells.map(({ paragraphs }) => paragraphs[0])).toEqual([
      '№ п/п',
      'Мероприятие',
      'Отметка об исполнении',
      'Документы',
      'Ответственные исполнители',
    ]);
    expect(table?.rows.filter(({ role }) => role === 'section')).toHaveLength(2);
    expect(table?.rows.filter(({ role }) => role === undefined)).toHaveLength(12);
  });

  test('gives totals by section whose last line is the whole', () => {
    const [, totals] = tables;
    const numbers = totals?.rows.map(({ cells }) => cells.slice(1).map(({ paragraphs }) => Number(paragraphs[0])));
    const [first, second, sum] = numbers ?? [];
    expect(first?.map((value, index) => value + (second?.[index] ?? 0))).toEqual(sum);
    expect(sum?.at(-1)).toBe(report.totals.total);
  });
});

describe('the mark of a measure', () => {
  test.each([
    [
      0,
      [
        'Исполнено 20.12.2019. Семинар проведён, участвовали представители 16 школ; материалы размещены на сайте',
        'На уровнях ниже (3\u00A0организации): исполнено 2 из 3',
      ],
    ],
    [
      1,
      [
        'Исполнено 12.01.2020, с опозданием на 12\u00A0дней. Семинар проведён, участвовали представители 16 школ; материалы размещены на сайте',
      ],
    ],
    [
      2,
      [
        'Исполнено 20.12.2019 без документа (протокол на подписи). Семинар проведён, участвовали представители 16 школ; материалы размещены на сайте',
      ],
    ],
    [4, ['Не исполнено, срок истёк 31\u00A0декабря 2019\u00A0г.']],
  ])('of row %i reads as officials write', (index, lines) => {
    expect(markLines(report.rows[index]!)).toEqual(lines);
  });

  test('of several due windows names each, and counts those ahead together', () => {
    expect(markLines(report.rows[7]!)).toHaveLength(2);
    const ahead = {
      ...report.rows[7]!,
      marks: report.rows[7]!.marks.map((mark) => ({ ...mark, class: 'notDue' as const, dueOn: '2020-08-31' })),
    };
    expect(markLines({ ...ahead, marks: [...ahead.marks, ...ahead.marks] })).toEqual([
      'Не наступили 4\u00A0срока, ближайший – до 31\u00A0августа 2020\u00A0г.',
    ]);
  });

  test('that came with the imported document stays until something else is recorded', () => {
    const row = { ...report.rows[4]!, importedMark: 'ссылка' };
    expect(markLines(row)[0]).toBe('ссылка');
    expect(markLines({ ...row, marks: [] })).toEqual(['ссылка']);
  });
});
