/** What zod finds, said in Russian to the person who fills in the form. A message in the schema itself goes first. */
import type { z } from 'zod';
import { count } from '#kernel/plural.ts';
import { formatDate, formatNumber } from '#kernel/format.ts';

type RawIssue = z.core.$ZodRawIssue;

export const russian: z.core.$ZodErrorMap = (issue) => messageOf(issue);

function messageOf(issue: RawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined || issue.input === null || issue.input === ''
        ? 'Заполните это поле.'
        : wrongType(issue.expected);
    case 'too_small':
      return tooSmall(issue);
    case 'too_big':
      return tooBig(issue);
    case 'invalid_format':
      return wrongFormat(issue.format);
    case 'invalid_value':
      return isEmpty(issue.input) ? 'Выберите значение.' : 'Выберите значение из списка.';
    case 'not_multiple_of':
      return issue.divisor === 1 ? 'Введите целое число.' : `Введите число, кратное ${issue.divisor}.`;
    case 'unrecognized_keys':
      return `Лишние поля: ${issue.keys.join(', ')}.`;
    default:
      return isEmpty(issue.input) ? 'Заполните это поле.' : 'Проверьте это значение.';
  }
}

function wrongType(expected: string): string {
  if (expected === 'number' || expected === 'int') return 'Введите число цифрами, например 12.';
  if (expected === 'date') return 'Введите дату, например 26.09.2026.';
  if (expected === 'file') return 'Выберите файл.';
  if (expected === 'array') return 'Выберите хотя бы одно значение.';
  return 'Проверьте это значение.';
}

function tooSmall(issue: RawIssue & { code: 'too_small' }): string {
  const minimum = Number(issue.minimum);
  if (issue.origin === 'string') {
    return minimum <= 1 ? 'Заполните это поле.' : `Введите не меньше ${count(minimum, 'знака', 'знаков', 'знаков')}.`;
  }
  if (issue.origin === 'array' || issue.origin === 'set') {
    return minimum <= 1
      ? 'Выберите хотя бы одно значение.'
      : `Выберите не меньше ${count(minimum, 'значения', 'значений', 'значений')}.`;
  }
  if (issue.origin === 'file') return 'Файл пуст. Проверьте, что вы выбрали нужный файл.';
  if (issue.origin === 'date') return `Введите дату не раньше ${formatDate(isoDay(issue.minimum))}`;
  return issue.inclusive === false
    ? `Введите число больше ${formatNumber(minimum)}.`
    : `Введите число не меньше ${formatNumber(minimum)}.`;
}

function tooBig(issue: RawIssue & { code: 'too_big' }): string {
  const maximum = Number(issue.maximum);
  if (issue.origin === 'string') return `Сократите до ${count(maximum, 'знака', 'знаков', 'знаков')}.`;
  if (issue.origin === 'array' || issue.origin === 'set')
    return `Выберите не больше ${count(maximum, 'значения', 'значений', 'значений')}.`;
  if (issue.origin === 'file')
    return `Файл больше ${formatNumber(maximum / 1024 / 1024)} МБ. Уменьшите его или разделите на части.`;
  if (issue.origin === 'date') return `Введите дату не позже ${formatDate(isoDay(issue.maximum))}`;
  return issue.inclusive === false
    ? `Введите число меньше ${formatNumber(maximum)}.`
    : `Введите число не больше ${formatNumber(maximum)}.`;
}

const FORMATS: Record<string, string> = {
  email: 'Введите адрес электронной почты, например name@example.org.',
  url: 'Введите адрес страницы целиком, например https://example.org/plan.',
  date: 'Введите дату, которая есть в календаре, например 26.09.2026.',
  datetime: 'Введите дату и время.',
  time: 'Введите время, например 14:30.',
};

function wrongFormat(format: string): string {
  return FORMATS[format] ?? 'Проверьте, как записано это значение.';
}

function isoDay(limit: number | bigint): string {
  return new Date(Number(limit)).toISOString().slice(0, 10);
}

function isEmpty(input: unknown): boolean {
  return input === undefined || input === null || input === '';
}
