/**
 * The name of a plan or of a body in the genitive: «План мероприятий …» → «плана мероприятий …»,
 * «Министерство образования …» → «Министерства образования …». Only the head noun and the adjectives
 * before it change; what follows depends on the head and stays.
 */
const ADJECTIVES: readonly [RegExp, string][] = [
  [/ое$/, 'ого'],
  [/ее$/, 'его'],
  [/ый$/, 'ого'],
  [/(?<=[гкх])ий$/, 'ого'],
  [/ий$/, 'его'],
  [/(?<=[нктрв])ой$/, 'ого'],
  [/(?<=[жчшщ])ая$/, 'ей'],
  [/ая$/, 'ой'],
  [/яя$/, 'ей'],
  [/ые$/, 'ых'],
];

/** Plurals, nouns that lose a vowel, feminines in a soft sign. */
const EXCEPTIONS: Readonly<Record<string, string>> = {
  мероприятия: 'мероприятий',
  действия: 'действий',
  меры: 'мер',
  задания: 'заданий',
  перечень: 'перечня',
  органы: 'органов',
  отделы: 'отделов',
  общественность: 'общественности',
  сеть: 'сети',
};

const NOUNS: readonly [RegExp, string][] = [
  [/ие$/, 'ия'],
  [/ье$/, 'ья'],
  [/о$/, 'а'],
  [/е$/, 'я'],
  [/ия$/, 'ии'],
  [/я$/, 'и'],
  [/(?<=[гкхжчшщ])а$/, 'и'],
  [/а$/, 'ы'],
  [/й$/, 'я'],
  [/ь$/, 'я'],
  [/(?<=[бвгджзклмнпрстфхцчшщ])$/, 'а'],
];

/** What plans are called: a plan's name is declined only where one of these words leads it. */
const PLAN_HEADS =
  /^(?:план|комплекс|программа|карта|перечень|меры|мероприятия|график|концепция|проект|положение|стратегия)/;

/** The same name in the genitive; as it is where its first words are not understood. */
export function genitiveOf(name: string): string {
  return decline(name)?.genitive ?? name;
}

/**
 * What a report on this plan is called: «О реализации плана мероприятий …». The opening capitals of
 * a heading are made small; a name that cannot be declined is quoted.
 */
export function onRealisationOf(title: string): string {
  const shouted = title === title.toUpperCase();
  const declined = decline(shouted ? title.toLowerCase() : openedQuietly(title));
  if (declined === null || !PLAN_HEADS.test(declined.head)) return `О реализации документа ${quoted(title)}`;
  const name = `О реализации ${declined.genitive}`;
  return shouted ? name.toUpperCase() : name;
}

function quoted(title: string): string {
  return /^«[^«»]*»$/.test(title) ? title : `«${title.replaceAll('«', '„').replaceAll('»', '“')}»`;
}

/** «ПРИМЕРНЫЙ КОМПЛЕКС мер» → «примерный комплекс мер», «План мер» → «план мер». */
function openedQuietly(title: string): string {
  const words = title.split(' ');
  const loud = Math.max(
    1,
    words.findIndex((word) => word !== word.toUpperCase()),
  );
  return words.map((word, index) => (index < loud ? word.toLowerCase() : word)).join(' ');
}

/** Adjectives up to the first noun, and that noun; null where there is no such beginning. */
function decline(name: string): { genitive: string; head: string } | null {
  const words = name.split(' ');
  for (const [index, word] of words.entries()) {
    const lower = word.toLowerCase();
    if (!/^[а-яё]{2,}(?:-[а-яё]+)*$/.test(lower) || isAbbreviation(word)) return null;
    const adjective = EXCEPTIONS[lower] === undefined ? ending(lower, ADJECTIVES) : null;
    const declined = adjective ?? EXCEPTIONS[lower] ?? ending(lower, NOUNS);
    if (declined === null) return null;
    words[index] = inCaseOf(word, declined);
    if (adjective === null) return { genitive: words.join(' '), head: lower };
  }
  return null;
}

function ending(word: string, endings: readonly [RegExp, string][]): string | null {
  const found = endings.find(([pattern]) => pattern.test(word));
  return found ? word.replace(found[0], found[1]) : null;
}

function isAbbreviation(word: string): boolean {
  return word.length <= 6 && word === word.toUpperCase();
}

function inCaseOf(model: string, word: string): string {
  if (model === model.toUpperCase()) return word.toUpperCase();
  return model[0] === model[0]!.toUpperCase() ? word[0]!.toUpperCase() + word.slice(1) : word;
}
