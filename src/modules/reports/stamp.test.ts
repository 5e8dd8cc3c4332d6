import { expect, test } from 'vitest';
import { approvalStamp } from './stamp.ts';

const APPROVAL = { kind: 'приказ', body: 'Управление образования', number: '412-О', date: '2019-08-26' };

test('the stamp names the order, the body in the genitive, the date and the number', () => {
  expect(approvalStamp(APPROVAL, 'План мероприятий')).toEqual([
    'УТВЕРЖДЁН',
    'приказом Управления образования',
    'от 26.08.2019 № 412-О',
  ]);
});

test('it agrees with what is approved', () => {
  const first = (title: string) => approvalStamp(APPROVAL, title)[0];
  expect(first('Муниципальная дорожная карта')).toBe('УТВЕРЖДЕНА');
  expect(first('КОМПЛЕКС МЕР на 2020 год')).toBe('УТВЕРЖДЁН');
  expect(first('Мероприятия по плану')).toBe('УТВЕРЖДЕНЫ');
});

test('what is not known is left out, and a plan without approval has no stamp', () => {
  expect(approvalStamp({ kind: 'распоряжение', body: null, number: null, date: '2021-04-29' }, null)).toEqual([
    'УТВЕРЖДЁН',
    'распоряжением',
    'от 29.04.2021',
  ]);
  expect(approvalStamp(null, 'План')).toEqual([]);
});

test('without an act the head of the organisation signs', () => {
  expect(
    approvalStamp({ kind: null, body: 'МБОУ «Тестовая школа»', number: null, date: '2024-02-12' }, 'Программа'),
  ).toEqual(['УТВЕРЖДАЮ', 'МБОУ «Тестовая школа»', '12\u00A0февраля 2024\u00A0г.']);
});
