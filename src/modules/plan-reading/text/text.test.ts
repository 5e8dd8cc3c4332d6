import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cleanText, comparable, fold } from './clean.ts';
import { buildMender } from './mend.ts';
import { splitOutside, trimSeparators } from './split.ts';
import { stem } from './stem.ts';

describe('cleaning', () => {
  test('tags go, paragraphs of tags become lines', () => {
    expect(
      cleanText('<p>Первый <b>абзац</b>.</p><p>Второй.<br/>Третий</p>').split('\n').map(fold).filter(Boolean),
    ).toEqual(['Первый абзац.', 'Второй.', 'Третий']);
  });

  test('bookmarks, entities and invisible characters go, a comparison sign stays', () => {
    expect(fold(cleanText('[bookmark: _GoBack]План&nbsp;на\u00ADрасти\u200Bть при n < 5'))).toBe(
      'План нарастить при n < 5',
    );
  });

  test('a Latin letter inside a Russian word is the Russian one, an English word stays', () => {
    expect(cleanText('Cентябрь, Zoom')).toBe('Сентябрь, Zoom');
  });

  test('comparing overlooks case, ё, dashes, quotes and outer punctuation', () => {
    expect(comparable('«Отчёт – итоги».')).toBe(comparable('"отчет - итоги"'));
  });
});

describe('mending', () => {
  const mender = buildMender([
    'От дел образования',
    'методисты отдела образования',
    'план обра зования',
    'не успевающих, неуспевающих',
    'в месте, вместе',
  ]);

  test('a word broken by extraction is mended when the document knows the whole word', () => {
    expect(mender.mend('От дел образования')).toBe('Отдел образования');
    expect(mender.mend('план обра зования')).toBe('план образования');
  });

  test('two words that may stand apart stay apart', () => {
    expect(mender.mend('не успевающих в месте')).toBe('не успевающих в месте');
  });

  test('a preposition before a word that could be its ending is no broken word', () => {
    const texts = ['работа по ведению журнала', 'правила поведения', 'меры по становлению', 'постановлению'];
    expect(texts.map(buildMender(texts).mend)).toEqual(texts);
  });

  test('a hyphen at the end of a line goes inside a known word and stays in a compound', () => {
    expect(mender.join(['методисты обра-', 'зования'])).toBe('методисты образования');
    expect(mender.join(['учителей-', 'предметников'])).toBe('учителей-предметников');
  });

  test('a text whose words are all known is never changed', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('план', 'работы', 'школы', 'отдел', 'образования', 'по', 'для', 'справка'), {
          minLength: 1,
          maxLength: 12,
        }),
        (words) => {
          const text = words.join(' ');
          expect(buildMender([text, ...words]).mend(text)).toBe(text);
        },
      ),
    );
  });
});

describe('splitting', () => {
  test('separators inside brackets and quotes do not cut', () => {
    expect(splitOutside('приказ; «план; график»; отчёт (за год; полугодие)', /;/g)).toEqual([
      'приказ',
      '«план; график»',
      'отчёт (за год; полугодие)',
    ]);
  });

  test('a quote that is never closed protects nothing', () => {
    expect(splitOutside('проект «Школы; приказ', /;/g)).toEqual(['проект «Школы', 'приказ']);
  });

  test('a final dot goes, the dot of initials and abbreviations stays', () => {
    expect(trimSeparators('методисты ЦДО.')).toBe('методисты ЦДО');
    expect(trimSeparators('Сидорова М.В.,')).toBe('Сидорова М.В.');
    expect(trimSeparators('2020 г.')).toBe('2020 г.');
  });

  test('nothing but separators is lost', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('а', ';', '(', ')', '«', '»', '"', ' ') }), (text) => {
        expect(splitOutside(text, /;/g).join('').replace(/[;\s]/g, '')).toBe(text.replace(/[;\s]/g, ''));
      }),
    );
  });
});

test('a stem is the same for the forms of one word', () => {
  expect(stem('отдела')).toBe(stem('отделом'));
  expect(stem('справки')).toBe(stem('справка'));
});

test('a word of 300 000 letters is cleaned without delay', () => {
  const word = 'а'.repeat(300_000);
  expect(cleanText(`План ${word}`)).toBe(`План ${word}`);
});
