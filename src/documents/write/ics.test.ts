import fc from 'fast-check';
import { expect, test } from 'vitest';
import { escapeText, fold, renderCalendar } from './ics.ts';

const changedAt = new Date('2026-11-22T09:00:00Z');

test('a calendar is written to the letter of RFC 5545', async () => {
  const text = renderCalendar({
    name: 'Опора: мои мероприятия',
    events: [
      {
        uid: 'occurrence-7@opora.test',
        from: '2026-11-01',
        to: '2026-11-30',
        changedAt,
        status: 'CONFIRMED',
        summary: 'Срок: семинар «Объективность оценки», круглый стол; анализ',
        description: 'План: Дорожная карта\nОжидается: протокол; справка\\приложение',
        url: 'https://opora.test/occurrences/7',
        categories: ['Опора', 'срок, скоро'],
      },
      {
        uid: 'occurrence-8@opora.test',
        from: '2026-12-31',
        to: '2026-12-31',
        changedAt,
        summary: 'Отчёт',
        status: 'CANCELLED',
      },
    ],
  });
  await expect(text).toMatchFileSnapshot('./golden/calendar.ics');
  expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
});

test('no line is longer than 75 octets and unfolding gives the line back', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', maxLength: 400 }).filter((text) => !/[\r\n]/.test(text)),
      (line) => {
        const folded = fold(line);
        for (const physical of folded.split('\r\n')) expect(Buffer.byteLength(physical)).toBeLessThanOrEqual(75);
        expect(folded.replaceAll('\r\n ', '')).toBe(line);
      },
    ),
  );
});

test('escaping can be undone and leaves no bare separator', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('а', '\\', ';', ',', '\n', ' ', 'n') }), (text) => {
      const escaped = escapeText(text);
      expect(escaped).not.toMatch(/\n|(?<!\\)(?:\\\\)*[;,]/);
      expect(escaped.replace(/\\(.)/g, (_, character: string) => (character === 'n' ? '\n' : character))).toBe(text);
    }),
  );
});
