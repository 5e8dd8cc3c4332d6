import { describe, expect, test } from 'vitest';
import type { Block } from '#documents/model.ts';
import { type CellText, document, table } from '../document.fixture.ts';
import { readPlan } from '../read-plan.ts';

const HEADER = ['№', 'Мероприятие', 'Срок', 'Ответственный', 'Результат'];
const measure = (number: string, text: string): CellText[] => [number, text, 'май 2024 г.', 'ИРО', 'справка'];
const codes = (...blocks: (Block | string)[]) => readPlan(document(...blocks)).issues.map((issue) => issue.code);

describe('what a careful reader would ask', () => {
  test.each<[string, CellText[][]]>([
    ['deadline-missing', [['1', 'Семинар', '', 'ИРО', 'справка']]],
    ['deadline-unrecognised', [['1', 'Семинар', 'как получится', 'ИРО', 'справка']]],
    ['deadline-outside-period', [['1', 'Семинар', 'май 2031 г.', 'ИРО', 'справка']]],
    ['deadline-reversed', [['1', 'Семинар', 'декабрь 2024 – сентябрь 2024', 'ИРО', 'справка']]],
    ['responsible-missing', [['1', 'Семинар', 'май', '–', 'справка']]],
    ['responsible-unknown', [['1', 'Семинар', 'май', 'неведомо кто', 'справка']]],
    ['result-missing', [['1', 'Семинар', 'май', 'ИРО', '']]],
    ['text-missing', [['1', '', 'май', 'ИРО', 'справка']]],
    ['number-duplicate', [measure('1', 'Семинар'), measure('2', 'Сбор'), measure('2', 'Отчёт')]],
    ['number-gap', [measure('1', 'Семинар'), measure('3', 'Сбор')]],
  ])('%s', (code, rows) => {
    expect(codes('План на 2024 год', table(HEADER, ...rows))).toContain(code);
  });

  test.each([
    ['execution-repeats-measure', 'Проведение семинара для учителей школ', 'Проведение семинара для учителей школ'],
    ['execution-link-missing', 'Семинар', 'ССЫЛКА'],
  ])('%s', (code, text, mark) => {
    expect(codes(table(['Мероприятие', 'Отметка об исполнении'], [text, mark]))).toContain(code);
  });

  test('a mark that says what was done, or that has its link, is fine', () => {
    expect(
      codes(
        table(
          ['Мероприятие', 'Отметка об исполнении'],
          ['Проведение семинара', 'Проведено 12.05.2024, протокол № 2'],
          ['Круглый стол', { text: 'ссылка', links: ['https://example.org/'] }],
        ),
      ),
    ).toEqual(['deadline-column-missing']);
  });

  test('lists of schools that contradict each other', () => {
    expect(
      codes(
        table(
          ['Мероприятие', 'Ответственный'],
          ['Семинар', 'руководители МОУ №№ 1, 2, 3, 4, 5, 6'],
          ['Сбор', 'администрация Средних школ №№ 1, 2, 3, 4, 5, 9'],
        ),
      ),
    ).toContain('schools-contradict');
  });

  test('a count of schools that the list does not bear out, totals that do not add up', () => {
    expect(
      codes(table(['Мероприятие', 'Отметка об исполнении'], ['Отбор', 'Выявлено 4 школы (МОУ №№ 1, 2, 3)'])),
    ).toContain('schools-count-differs');
    expect(codes(table(['Тема курсов', 'Часы', 'Педагоги'], ['Химия', '72', '3'], ['Итого', '', '4']))).toContain(
      'totals-differ',
    );
  });

  test('only a document without a plan has an error', () => {
    expect(readPlan(document('Уважаемые коллеги!')).issues).toMatchObject([{ severity: 'error', code: 'no-measures' }]);
  });
});
