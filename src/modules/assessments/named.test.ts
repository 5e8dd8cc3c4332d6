import { expect, test } from 'vitest';
import { procedureNamed } from './named.ts';

test.each([
  [
    'Проведение работы по математике, 5 класс. ВПР 2021.xlsx',
    { kind: 'ВПР', subject: 'МА', year: 2021, paperGrade: 5 },
  ],
  ['ВПР 2021/5 класс/Математика.xlsx', { kind: 'ВПР', subject: 'МА', year: 2021, paperGrade: 5 }],
  ['ВПР 2022/4/Математика.xlsx', { kind: 'ВПР', subject: 'МА', year: 2022, paperGrade: 4 }],
  ['2021/8/Русский_язык_7.xlsx', { subject: 'РУ', year: 2021, paperGrade: 7 }],
  [
    'ВПР осень 2020/9 класс/Физика (по образцу 8 класса).xlsx',
    { kind: 'ВПР', subject: 'ФИ', year: 2020, round: 'autumn', paperGrade: 8, pupilGrade: 9 },
  ],
  [
    'Русский язык 6 ВПР осень 2020.xlsx',
    { kind: 'ВПР', subject: 'РУ', year: 2020, round: 'autumn', paperGrade: 6, pupilGrade: 7, oneGradeInAutumn: true },
  ],
  [
    'ОГЭ математика 2023.xlsx',
    { kind: 'ОГЭ', subject: 'МА', year: 2023, round: 'spring', paperGrade: 9, pupilGrade: 9 },
  ],
  [
    'ЕГЭ 2026 математика базовая.csv',
    { kind: 'ЕГЭ', subject: 'МАБ', year: 2026, round: 'spring', paperGrade: 11, pupilGrade: 11 },
  ],
  [
    'vpr-5-ma-2020-autumn.csv',
    { kind: 'ВПР', subject: 'МА', year: 2020, round: 'autumn', paperGrade: 5, pupilGrade: 6 },
  ],
  ['ВПР 2021-2022 учебный год/Химия 8 кл.xlsx', { kind: 'ВПР', subject: 'ХИ', year: 2022, paperGrade: 8 }],
  ['Новая таблица (3).xlsx', {}],
  ['Физическая культура.xlsx', {}],
])('%s', (path, expected) => {
  expect(procedureNamed(path)).toEqual(expected);
});
