import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readParties, readParty } from './index.ts';
import { nominativeOf } from './nominative.ts';
import { findPersons } from './person.ts';
import { findSchools, schoolAcronyms } from './schools.ts';

const CONTEXT = { schoolAcronyms: new Set(['ПГЛ']), classTerms: new Set<string>() };

/** The cell as lines, `⏎` between paragraphs. */
function parties(cell: string) {
  return readParties(
    cell.split('⏎').map((text) => ({ text, startsParagraph: true })),
    CONTEXT,
  );
}
const texts = (cell: string) => parties(cell).map((party) => party.text);

describe('cutting a cell into parties', () => {
  test.each([
    [
      'semicolons and paragraphs',
      'Министерство образования края;⏎ИРО⏎органы местного самоуправления (по согласованию)',
      ['Министерство образования края', 'ИРО', 'органы местного самоуправления (по согласованию)'],
    ],
    [
      'schools with a name go on with a list of numbers, which stays as written',
      'Главный специалист УО Первая А.А. Директора школ №№ 1,5, МБОУ «СОШ с. Заречное»',
      ['Главный специалист УО Первая А.А.', 'Директора школ №№ 1,5, МБОУ «СОШ с. Заречное»'],
    ],
    [
      'a wrapped line goes on',
      'общеобразовательные организации⏎(по согласованию)',
      ['общеобразовательные организации (по согласованию)'],
    ],
    ['an adjective waits for its noun', 'муниципальные методические⏎службы', ['муниципальные методические службы']],
    [
      'a comma before a clause',
      'органы местного самоуправления, осуществляющие управление в сфере образования, школы',
      ['органы местного самоуправления, осуществляющие управление в сфере образования', 'школы'],
    ],
    ['a missing comma before a body', 'КОПО И.И. Первый ИРО П.П. Вторая', ['КОПО И.И. Первый', 'ИРО П.П. Вторая']],
    [
      'a missing comma before a role',
      'муниципальные методические службы руководители ОО',
      ['муниципальные методические службы', 'руководители ОО'],
    ],
    [
      'a missing comma before a surname',
      'Первый И.И., специалист отдела Вторая П.П., методист',
      ['Первый И.И., специалист отдела', 'Вторая П.П., методист'],
    ],
    [
      'school numbers',
      'Руководители МОУ №№ 2, 7, 11, ПГЛ, методисты',
      ['Руководители МОУ №№ 2, 7, 11, ПГЛ', 'методисты'],
    ],
    [
      'kinds of schools in the genitive',
      'Администрация Средних школ №№ 2, 7, Основных школ №№ 14, 27, Лицея № 10',
      ['Администрация Средних школ №№ 2, 7, Основных школ №№ 14, 27, Лицея № 10'],
    ],
    ['schools in the nominative', 'Лицей № 1, Гимназия № 2', ['Лицей № 1', 'Гимназия № 2']],
    [
      'subjects of teachers',
      'учителя русского языка, математики, физики',
      ['учителя русского языка, математики, физики'],
    ],
    ['«и» between two bodies', 'КОПО и ИРО', ['КОПО', 'ИРО']],
    [
      '«и» inside a name',
      'Комитет общего и профессионального образования',
      ['Комитет общего и профессионального образования'],
    ],
    [
      'names in quotes',
      'ГАУ «Центр оценки, анализа и качества», школы',
      ['ГАУ «Центр оценки, анализа и качества»', 'школы'],
    ],
    [
      'short forms of roles',
      'рук. ШМО, кл. руководители, соц. педагог',
      ['рук. ШМО', 'кл. руководители', 'соц. педагог'],
    ],
    ['numbered lines', '1. Директор⏎2. Завуч', ['Директор', 'Завуч']],
    [
      'a sentence end before a surname',
      'специалисты отдела. Первый И.И., директор школы',
      ['специалисты отдела', 'Первый И.И., директор школы'],
    ],
  ])('%s', (_, cell, expected) => {
    expect(texts(cell)).toEqual(expected);
  });

  test('no letter of the cell is lost', () => {
    const piece = fc.constantFrom(
      'Первый И.И.',
      'П.П. Вторая',
      'директор школы',
      'Средних школ №№ 2, 7',
      'руководители ОО',
      'ИРО',
      'КОПО',
      'методисты',
      'отдел образования',
      '(по согласованию)',
      'специалисты отдела',
    );
    const separator = fc.constantFrom(', ', '; ', ' ', '⏎');
    fc.assert(
      fc.property(fc.array(fc.tuple(piece, separator), { minLength: 1, maxLength: 8 }), (pairs) => {
        const cell = pairs.flat().join('');
        const letters = (text: string) => text.replace(/[^\p{L}\p{N}]/gu, '');
        expect(letters(texts(cell).join(''))).toBe(letters(cell));
      }),
    );
  });
});

describe('who a party is', () => {
  test('a body before its person', () => {
    expect(readParty('КОПО И.И. Первый')).toMatchObject({
      organisation: 'КОПО',
      person: 'Первый И.И.',
      byAgreement: false,
    });
  });

  test('persons listed after one body belong to it', () => {
    expect(
      parties('КОПО И.И. Первый, П.П. Вторая, ИРО С.С. Третья').map((party) => [party.organisation, party.person]),
    ).toEqual([
      ['КОПО', 'Первый И.И.'],
      ['КОПО', 'Вторая П.П.'],
      ['ИРО', 'Третья С.С.'],
    ]);
  });

  test('a post gives its body in the nominative', () => {
    expect(readParty('Первый И.И., заместитель начальника Управления образования')).toMatchObject({
      organisation: 'Управление образования',
      person: 'Первый И.И.',
      post: 'заместитель начальника Управления образования',
    });
    expect(readParty('Вторая П.П., заместитель директора по УВР Средней школы № 30')).toMatchObject({
      organisation: 'Средняя школа № 30',
    });
  });

  test('a plural post after several persons is shared by them all', () => {
    const shared = parties('Первый И.И., Вторая П.П., специалисты отдела оценки Управления образования, методисты');
    expect(shared.map((party) => party.text)).toEqual([
      'Первый И.И.',
      'Вторая П.П., специалисты отдела оценки Управления образования',
      'методисты',
    ]);
    expect(shared[0]).toMatchObject({
      post: 'специалисты отдела оценки Управления образования',
      organisation: 'отдел оценки Управления образования',
    });
  });

  test('a plural role after a person who has a post is another party', () => {
    expect(texts('Первый И.И., начальник отдела, специалисты отдела')).toEqual([
      'Первый И.И., начальник отдела',
      'специалисты отдела',
    ]);
  });

  test('posts may stand before their persons', () => {
    expect(
      parties('Директор Первый И.И., заместитель директора по УВР Вторая П.П.').map(({ person, post }) => [
        person,
        post,
      ]),
    ).toEqual([
      ['Первый И.И.', 'Директор'],
      ['Вторая П.П.', 'заместитель директора по УВР'],
    ]);
  });

  test('a mere role has no organisation', () => {
    for (const role of ['руководители МОУО', 'классные руководители', 'директор школы', 'учителя-предметники']) {
      expect(readParty(role)).toMatchObject({ organisation: null, person: null, post: role });
    }
  });

  test('«по согласованию» stays in the text and «далее» leaves the name', () => {
    expect(readParty('отделы округов министерства (далее – отделы) (по согласованию)')).toEqual({
      text: 'отделы округов министерства (далее – отделы) (по согласованию)',
      organisation: 'отделы округов министерства',
      person: null,
      byAgreement: true,
    });
  });
});

test('persons are found in all the ways they are written', () => {
  expect(
    findPersons('Первый И.И., В.П. Вторая, Третья Анна Сергеевна, Петрова-Водкина А. Б., Пятый И.И').map(
      ({ name }) => name,
    ),
  ).toEqual(['Первый И.И.', 'Вторая В.П.', 'Третья А.С.', 'Петрова-Водкина А.Б.', 'Пятый И.И.']);
  expect(findPersons('школа им. А.С. Пушкина')).toEqual([]);
});

describe('schools', () => {
  test('lists of several kinds, with a missing comma and an acronym', () => {
    expect(
      findSchools('Средних школ №№ 2, 7 11, Основной школы № 14 и Лицея №10, ПГЛ', new Set(['ПГЛ'])).map(
        ({ name }) => name,
      ),
    ).toEqual([
      'Средняя школа № 2',
      'Средняя школа № 7',
      'Средняя школа № 11',
      'Основная школа № 14',
      'Лицей № 10',
      'ПГЛ',
    ]);
  });

  test('a range of numbers stands for all of them', () => {
    expect(findSchools('СОШ №№ 1, 4–6').map(({ number }) => number)).toEqual(['1', '4', '5', '6']);
  });

  test('numbers of orders, appendices and modules are no schools', () => {
    expect(findSchools('приказ МОУ от 12.09.2024 № 5, Модуль № 2, приложение № 3')).toEqual([]);
  });

  test('an acronym is a school when everywhere it closes a list of numbers', () => {
    expect(schoolAcronyms(['(МОУ №№ 2, 7, ПГЛ)', 'МОУ №№ 2, 7, ИРО', 'ИРО'])).toEqual(new Set(['ПГЛ']));
  });
});

test('a body in the genitive becomes the nominative', () => {
  expect(nominativeOf('министерства образования и науки края')).toBe('министерство образования и науки края');
  expect(nominativeOf('Средней общеобразовательной школы № 5')).toBe('Средняя общеобразовательная школа № 5');
  expect(nominativeOf('городского комитета')).toBe('городской комитет');
  expect(nominativeOf('муниципального бюджетного учреждения «Центр»')).toBe(
    'муниципальное бюджетное учреждение «Центр»',
  );
  expect(nominativeOf('Управление образования')).toBe('Управление образования');
});

describe('bodies that work together or are listed without commas', () => {
  test.each([
    [
      'Министерство образования и науки края ГАУ ДПО «Краевой ИРО» РЦОКО',
      ['Министерство образования и науки края', 'ГАУ ДПО «Краевой ИРО»', 'РЦОКО'],
    ],
    [
      'МБУ «ЦРО» муниципальные органы управления образованием',
      ['МБУ «ЦРО»', 'муниципальные органы управления образованием'],
    ],
    ['Управление образования Методический центр', ['Управление образования', 'Методический центр']],
    ['МКУ «ЦРО» совместно с ГАУ ДПО «ИРО»', ['МКУ «ЦРО»', 'ГАУ ДПО «ИРО»']],
    ['ИРО, соисполнители: ОМСУ, школы', ['ИРО', 'ОМСУ', 'школы']],
    ['МКУ «Центр» администрации района', ['МКУ «Центр» администрации района']],
    ['МБУ ДО Центр детского творчества', ['МБУ ДО Центр детского творчества']],
    ['муниципальное учреждение Методический центр', ['муниципальное учреждение Методический центр']],
    ['методисты МБУ «ЦРО» МО «Первый район»', ['методисты МБУ «ЦРО» МО «Первый район»']],
  ])('%s', (cell, expected) => {
    expect(texts(cell)).toEqual(expected);
  });

  test('whom a body works with is no part of its name', () => {
    expect(readParty('Методический центр при участии родителей')).toMatchObject({
      text: 'Методический центр при участии родителей',
      organisation: 'Методический центр',
    });
  });

  test('a post after a person named with a body is held in that body', () => {
    expect(parties('Управление образования Первый И.И., главный специалист')).toMatchObject([
      { organisation: 'Управление образования', person: 'Первый И.И.', post: 'главный специалист' },
    ]);
  });

  test('observers are a role', () => {
    expect(readParty('Общественные наблюдатели (по согласованию)')).toMatchObject({ organisation: null });
  });
});

test('a run of dashes or commas between two words is no work', () => {
  for (const run of ['- ', ', ', '.', '( ', 'У ДПО «Институт» (по согласованию)'])
    expect(
      readParty(`Иванова И. И., учитель${run.repeat(9000 / run.length)}директора${run.repeat(9000 / run.length)}`).text,
    ).toContain('учитель');
});

test('a text astray in the cell is kept whole', () => {
  const astray = 'ГАОУ ДПО «Институт развития образования» (по согласованию), '.repeat(4000);
  expect(texts(astray)).toEqual([astray]);
});
