/** Complaints of zod about a methodology, in Russian and with advice. */
import type { z } from 'zod';

export function explain(issue: z.core.$ZodIssue): { text: string; advice: string } {
  switch (issue.code) {
    case 'unrecognized_keys':
      return {
        text: `Лишнее поле: ${issue.keys.map((key) => `«${key}»`).join(', ')}.`,
        advice: 'Удалите его или проверьте написание.',
      };
    case 'invalid_value':
      return { text: 'Такого значения нет.', advice: `Допустимо: ${issue.values.map(String).join(', ')}.` };
    case 'invalid_union':
      return {
        text: 'Такого вида нет.',
        advice:
          'options' in issue && Array.isArray(issue.options)
            ? `Допустимо: ${issue.options.map(String).join(', ')}.`
            : 'Проверьте поле kind.',
      };
    case 'too_small':
      return { text: `Слишком мало: нужно не меньше ${issue.minimum}.`, advice: 'Измените значение.' };
    case 'too_big':
      return { text: `Слишком много: нужно не больше ${issue.maximum}.`, advice: 'Измените значение.' };
    case 'invalid_format':
      return { text: 'Недопустимая запись.', advice: 'Используйте латинские буквы, цифры и дефис.' };
    case 'invalid_type':
      return issue.input === undefined
        ? { text: 'Обязательное поле не заполнено.', advice: 'Добавьте его.' }
        : { text: `Ожидалось: ${TYPES[issue.expected] ?? issue.expected}.`, advice: 'Исправьте значение.' };
    default:
      return { text: 'Недопустимое значение.', advice: 'Исправьте значение.' };
  }
}

const TYPES: Record<string, string> = {
  number: 'число',
  int: 'целое число',
  string: 'текст',
  array: 'список',
  object: 'набор полей',
  record: 'набор полей',
  boolean: 'true или false',
};
