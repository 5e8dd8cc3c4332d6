import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { faultIn, isBreached, isCommon } from './password-rules.ts';

const directory = mkdtempSync(join(tmpdir(), 'opora-test-passwords-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe('a password', () => {
  test.each(['четыре слова подряд', 'тихий вечер у реки', '9ecb-7hbp-r5px-na4h', 'Opora-demo-2026 северный ветер'])(
    '«%s» is taken',
    async (password) => {
      expect(faultIn(password, ['Иванова Анна Петровна', 'ivanova@opora.test'])).toBeNull();
      expect(await isCommon(password)).toBe(false);
    },
  );

  test.each([
    ['короткий пароль', null],
    ['четырнадцать!!', 'short'],
    ['я'.repeat(129), 'long'],
    ['ааааааааааааааааа', 'simple'],
    ['абвабвабвабвабвабв', 'simple'],
    ['qwertyuiopasdfghjkl', 'simple'],
    ['1234567890123456', 'simple'],
    ['йцукенгшщзхъфывапр', 'simple'],
    ['Ивановаанна-2026-опора', 'own'],
    ['ivanova.ivanova.2026', 'own'],
    ['школа-опора-пароль-1', 'own'],
  ] as const)('«%s»: %s', (password, fault) => {
    expect(faultIn(password, ['Иванова Анна Петровна', 'ivanova@opora.test'])).toBe(fault);
  });

  test('common words with digits around them, or said twice, are common', async () => {
    expect(await isCommon('123456789sunshine!!')).toBe(true);
    expect(await isCommon('liverpoolliverpool1')).toBe(true);
  });

  test('is looked up in a list of stolen ones of any length, by halving', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 60 }), async (words) => {
        const file = join(directory, 'list');
        const [absent, ...stolen] = words.map((word) => word.normalize('NFC'));
        const hashes = stolen.map((word) => createHash('sha1').update(word).digest('hex').toUpperCase()).sort();
        writeFileSync(file, hashes.map((hash, index) => `${hash}:${index * 977}\r\n`).join(''));
        for (const word of stolen) expect(await isBreached(word, file)).toBe(true);
        expect(await isBreached(absent!, file)).toBe(stolen.includes(absent!));
      }),
      { numRuns: 40 },
    );
  });
});
