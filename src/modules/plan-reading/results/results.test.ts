import { describe, expect, test } from 'vitest';
import { buildMender } from '../text/mend.ts';
import { resultKind } from './kind.ts';
import { readResults } from './split.ts';

const { join } = buildMender([]);
/** `⏎` between the paragraphs of the cell. */
const texts = (cell: string) =>
  readResults(
    cell.split('⏎').map((text) => ({ text, number: null, startsParagraph: true })),
    join,
  ).map((result) => result.text);

describe('cutting the expected results', () => {
  test.each([
    [
      'list numbers, also without a dot before or a space after them',
      '1. Концепция поддержки школ. 2. Система работы 3. Дорожная карта, 4.Программы перехода.',
      ['Концепция поддержки школ', 'Система работы', 'Дорожная карта', 'Программы перехода'],
    ],
    ['semicolons', 'Справка; план корректировки', ['Справка', 'план корректировки']],
    ['paragraphs', 'план мероприятий,⏎методические рекомендации', ['план мероприятий', 'методические рекомендации']],
    ['a paragraph that goes on is glued', 'план внутришкольного⏎контроля', ['план внутришкольного контроля']],
    [
      'paragraphs in small letters that open like documents',
      'приказ⏎аналитическая справка⏎протокол',
      ['приказ', 'аналитическая справка', 'протокол'],
    ],
    ['bullets', '– программа⏎– сценарии занятий', ['программа', 'сценарии занятий']],
    [
      'commas do not cut',
      'Аналитическая справка, методические рекомендации',
      ['Аналитическая справка, методические рекомендации'],
    ],
    [
      'sentences do not cut',
      'Анализ мониторинга. Разработка рекомендаций',
      ['Анализ мониторинга. Разработка рекомендаций'],
    ],
    ['a year is no list number', 'Планы на 2019. 2 отчёта', ['Планы на 2019. 2 отчёта']],
    ['a bracket protects', 'приказ (план; график)', ['приказ (план; график)']],
    ['nothing but punctuation is no result', '– ⏎;', []],
  ])('%s', (_, cell, expected) => {
    expect(texts(cell)).toEqual(expected);
  });

  test('automatic numbers cut as typed ones do', () => {
    const lines = ['приказ', 'справка'].map((text, index) => ({
      text,
      number: `${index + 1}.`,
      startsParagraph: true,
    }));
    expect(readResults(lines, join).map((result) => result.text)).toEqual(['приказ', 'справка']);
  });
});

test.each([
  ['утвержденный план мероприятий', 'план'],
  ['Распоряжение об участии в проекте', 'распоряжение'],
  ['Пакет нормативных актов', 'нормативный акт'],
  ['Разработка и утверждение положения', 'положение'],
  ['отчеты руководителей', 'отчёт'],
  ['Индивидуальные планы педагогов', 'план'],
  ['информация на сайте комитета', 'информация на сайте'],
  ['Методические рекомендации для учителей', 'методические рекомендации'],
  ['Создание условий для решения задач', 'иное'],
  ['Разработаны методические рекомендации', 'методические рекомендации'],
  ['Размещены материалы на сайте центра', 'информация на сайте'],
  ['Сформирован перечень школ', 'список'],
  ['НПА', 'нормативный акт'],
  ['', 'иное'],
])('«%s» is %s', (text, kind) => {
  expect(resultKind(text)).toBe(kind);
});
