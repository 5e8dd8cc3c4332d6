import { expect, test } from 'vitest';
import { withSettings } from './methodology/parameters.ts';
import { shippedMethodologies, shippedMethodology } from './methodology/shipped.ts';
import { methodologyText, readMethodology } from './methodology/text.ts';
import { hashOf } from './canonical.ts';

test('every shipped methodology is whole, and its text goes there and back', async () => {
  const shipped = await shippedMethodologies();
  expect(shipped.map(({ methodology }) => methodology.id)).toEqual([
    'bottom-share',
    'cluster-quartile',
    'federal-2020',
    'federal-2025',
    'integral-index',
    'low-progress',
    'resilient',
    'social-disadvantage',
    'three-years-risk',
  ]);
  for (const { source, methodology } of shipped) {
    const again = readMethodology(methodologyText(source));
    expect(again.issues).toEqual([]);
    expect(again.methodology).toEqual(methodology);
  }
});

async function broken(from: string | RegExp, to: string) {
  const { text } = await shippedMethodology('federal-2025');
  return readMethodology(text.replace(from, to)).issues.map(
    ({ where, text: what, advice }) => `${where}: ${what} ${advice}`,
  );
}

test('what is wrong is told with its line', async () => {
  expect(await broken('is: at-least', 'is: over')).toEqual([
    'строка 54, «listed.all.0.is»: Такого значения нет. Допустимо: at-least, at-most, above, below.',
  ]);
  expect(await broken('kind: share-below', 'kind: share')).toEqual([
    expect.stringMatching(/^строка 53, «listed\.all\.0\.metric\.kind»: Такого вида нет\./),
  ]);
  expect(await broken('      years: 2\n', '      year: 2\n')).toEqual([
    expect.stringMatching(/^строка 6\d, .*Лишнее поле: «year»/),
  ]);
  expect(await broken('threshold: $threshold', 'threshold: $threshhold')).toEqual([
    expect.stringMatching(/^строка 55, .*Параметр «threshhold» не описан/),
  ]);
  expect(await broken('id: federal-2025', 'id: [')).toEqual([
    expect.stringMatching(/^строка \d+, знак \d+: Запись не по/),
  ]);
  expect(await broken('version: 1', 'id: other')).toEqual([
    expect.stringMatching(/^строка 3.*Поле с таким именем уже есть/),
  ]);
  expect(await broken('title: Федеральный', 'name: Федеральный')).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/«title»: Обязательное поле не заполнено/),
      expect.stringMatching(/Лишнее поле: «name»/),
    ]),
  );
  expect(readMethodology('').issues).toHaveLength(1);
  expect(readMethodology('- 1').issues).toHaveLength(1);
  expect(readMethodology('schema: *nowhere').issues.map(({ code }) => code)).toEqual(['methodology-syntax']);
  for (const deep of ['- {'.repeat(9000), '[ '.repeat(20_000), '- '.repeat(20_000), '? '.repeat(20_000)])
    expect(readMethodology(`schema:\n  ${deep}`).issues.map(({ code }) => code)).toEqual(['methodology-syntax']);
});

test('a parameter changes the hash, and only a known one within its limits can be set', async () => {
  const { source } = await shippedMethodology('federal-2025');
  const own = withSettings(source);
  const other = withSettings(source, { parameters: { minimumN: 5 } });
  expect(other.minimumN).toBe(5);
  expect(other.parameters['minimumN']?.value).toBe(5);
  expect(hashOf(other)).not.toBe(hashOf(own));
  expect(() => withSettings(source, { parameters: { minimum: 5 } })).toThrow(/minimum/);
  expect(() => withSettings(source, { parameters: { minimumN: 0 } })).toThrow(/minimumN/);
  expect(() => withSettings(source, { parameters: { minimumN: 2.5 } })).toThrow(/minimumN/);
});
