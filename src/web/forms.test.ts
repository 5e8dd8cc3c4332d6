import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { AppError } from '#kernel/errors.ts';
import { errorOf, parseForm, refused, valueOf, valuesOfGroup } from './forms.ts';

const schema = z.object({
  name: z.string().min(3),
  number: z.string().optional(),
  year: z.coerce.number().int().min(2000).optional(),
  roles: z.array(z.string()).min(1),
  kind: z.enum(['order', 'letter']),
});

function form(fields: [string, string][]): FormData {
  const data = new FormData();
  for (const [name, value] of fields) data.append(name, value);
  return data;
}

describe('a form', () => {
  test('gives trimmed values, absent ones where a field was left empty, and lists', () => {
    const result = parseForm(
      schema,
      form([
        ['name', '  План '],
        ['number', ' '],
        ['roles', 'a'],
        ['roles', 'b'],
        ['kind', 'order'],
      ]),
    );
    expect(result).toEqual({
      ok: true,
      value: { name: 'План', number: undefined, year: undefined, roles: ['a', 'b'], kind: 'order' },
    });
  });

  test('takes a password as it was typed and never gives it back', () => {
    const passwords = z.object({ newPassword: z.string(), age: z.coerce.number() });
    const typed = form([
      ['newPassword', ' четыре слова подряд '],
      ['age', '5'],
    ]);
    expect(parseForm(passwords, typed)).toMatchObject({ ok: true, value: { newPassword: ' четыре слова подряд ' } });
    typed.set('age', 'x');
    expect(parseForm(passwords, typed)).toMatchObject({ ok: false, values: { age: 'x' } });
    expect(parseForm(passwords, typed).values).not.toHaveProperty('newPassword');
  });

  test('that does not pass says in Russian what to do, once per field, and keeps what was typed', () => {
    const result = parseForm(
      schema,
      form([
        ['name', 'П'],
        ['year', '1999'],
        ['kind', 'x'],
        ['password', 'secret'],
      ]),
    );
    expect(result.ok).toBe(false);
    expect(result.errors).toEqual([
      { field: 'name', text: 'Введите не меньше 3\u00A0знаков.' },
      { field: 'year', text: 'Введите число не меньше 2\u202F000.' },
      { field: 'roles', text: 'Выберите хотя бы одно значение.' },
      { field: 'kind', text: 'Выберите значение из списка.' },
    ]);
    expect(result.values).toEqual({ name: 'П', year: '1999', kind: 'x' });
  });

  test('left empty asks to fill the field in or to choose', () => {
    const { errors } = parseForm(schema, form([]));
    expect(errorOf(errors, 'name')).toBe('Заполните это поле.');
    expect(errorOf(errors, 'kind')).toBe('Выберите значение.');
  });

  test('shows what was typed, else what is stored', () => {
    expect(valueOf({ name: 'новое' }, 'name', 'старое')).toBe('новое');
    expect(valueOf(undefined, 'name', 'старое')).toBe('старое');
    expect(valueOf({ name: '' }, 'name', 'старое')).toBe('');
    expect(valuesOfGroup({}, 'roles', ['a'])).toEqual([]);
  });
});

describe('a refused command', () => {
  test('comes back as an error above the form', () => {
    const answer = refused(new AppError('conflict'), form([['name', 'План']]));
    expect(answer.init?.status).toBe(409);
    expect(answer.data.errors[0]?.text).toContain('Запись изменил кто-то другой');
    expect(answer.data.values).toEqual({ name: 'План' });
  });

  test('is thrown on when it is not a matter of the form', () => {
    expect(() => refused(new AppError('notAllowed'), form([]))).toThrow(AppError);
    expect(() => refused(new Error('x'), form([]))).toThrow('x');
  });
});
