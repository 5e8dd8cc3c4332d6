import { expect, test } from 'vitest';
import { columnOf } from './column.ts';
import { openCsv } from './csv.ts';

function columns(source: string | Uint8Array) {
  const file = openCsv(typeof source === 'string' ? new TextEncoder().encode(source) : source);
  const cells = file.cells(file.names.map((_, k) => k));
  return Object.fromEntries(
    file.names.map((name, k) => {
      const column = columnOf(name, cells[k] as (typeof cells)[number]);
      const { levels, codes } = column.factor();
      return [name, column.numbers ? [...column.numbers] : Array.from(codes, (code) => levels[code] ?? null)];
    }),
  );
}

test('quoted fields keep delimiters, quotes and line ends', () => {
  expect(columns('"a b",c\r\n"x, ""y""\nz",1\r\nw,2\r\n')).toEqual({ 'a b': ['x, "y"\nz', 'w'], c: [1, 2] });
});

test('a semicolon, a tab and a bar are recognised, and the decimal comma with them', () => {
  for (const d of [';', '\t', '|'])
    expect(columns(`a${d}b\n1,5${d}x\n-2,25${d}y`)).toEqual({ a: [1.5, -2.25], b: ['x', 'y'] });
  expect(columns('a,b\n"1,5",x\n"2,5",y')).toEqual({ a: [1.5, 2.5], b: ['x', 'y'] });
});

test('UTF-8 with a mark, UTF-16 and windows-1251 give the same', () => {
  const text = 'школа;балл\nСОШ № 1;3\nлицей;4\n';
  const expected = { школа: ['СОШ № 1', 'лицей'], балл: [3, 4] };
  expect(columns(`\uFEFF${text}`)).toEqual(expected);
  expect(columns(Buffer.from(`\uFEFF${text}`, 'utf16le'))).toEqual(expected);
  const upper = 0xc0 - 0x410;
  const bytes = Uint8Array.from(text, (one) => {
    const code = one.charCodeAt(0);
    return one === '№' ? 0xb9 : code >= 0x410 ? code + upper : code;
  });
  expect(columns(bytes)).toEqual(expected);
});

test('NA, an empty field and a short row are missing; numbers stay numbers', () => {
  expect(columns('a,b,c\n1,NA,x\n,2,\n3\n')).toEqual({
    a: [1, Number.NaN, 3],
    b: [Number.NaN, 2, Number.NaN],
    c: ['x', null, null],
  });
});

test('row names with an empty heading, and without any', () => {
  expect(columns('"","a"\n"1",5\n"2",6\n')).toEqual({ '': [1, 2], a: [5, 6] });
  expect(columns('"a","b"\n"r1",5,7\n"r2",6,8\n')).toEqual({ '': ['r1', 'r2'], a: [5, 6], b: [7, 8] });
});

test('numbers are read to the last bit', () => {
  const texts = [
    '0.33931571143033',
    '-1.0936170212766',
    '1e-5',
    '6.02214076e23',
    '123456789012345678',
    '.5',
    '5.',
    '+7',
  ];
  expect(columns(`a\n${texts.join('\n')}\n`)).toEqual({ a: texts.map(Number) });
});

test('levels of a factor: numbers by size, texts by their characters', () => {
  const file = openCsv(new TextEncoder().encode('a,b\n10,б\n9,Б\n2,"А"\n10,А\n'));
  const [a, b] = file.cells([0, 1]).map((cells) => columnOf('', cells).factor());
  expect(a?.levels).toEqual(['2', '9', '10']);
  expect([b?.levels, [...(b?.codes ?? [])]]).toEqual([
    ['А', 'Б', 'б'],
    [2, 1, 0, 0],
  ]);
});
