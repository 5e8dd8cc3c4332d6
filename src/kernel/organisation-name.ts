/**
 * Many names of one organisation. «МОУ № 7», «Средняя школа № 7», «СОШ №7» and «МБОУ «СОШ № 7 им. …»»
 * are one school within a municipality: they have one normal form, «школа|7».
 */

/** No organisation has a longer name; a page of text given as one is cut. */
const LONGEST = 1000;

export type NameParts = {
  /** Kind of institution as names tell it apart: «школа», «лицей», «вечерняя школа», … or null. */
  type: string | null;
  number: string | null;
  /** Stems of what else distinguishes it, in order. */
  words: string[];
};

/** «школа|7», «гимназия|каменск-уральск», «институт развит образован». Equal for names of one organisation, in any case of declension. */
export function normaliseOrganisationName(name: string): string {
  const { type, number, words } = organisationNameParts(name);
  const own = [...(number === null ? [] : [number]), ...words].join(' ');
  return type === null ? own : `${type}|${own}`;
}

export function organisationNameParts(name: string): NameParts {
  const { text, teaches, tends } = withoutLegalForm(foldName(name));
  const number = numberIn(text);
  const stated = TYPES.find(([, pattern]) => pattern.test(text))?.[0] ?? null;
  const type = stated ?? (number === null ? null : tends ? 'детский сад' : teaches ? 'школа' : null);
  const words = stemmed(number === null ? text : text.replace(NUMBER_SIGNED, ' '));
  if (BRANCH.test(text)) return { type: `филиал ${type ?? ''}`.trim(), number, words };
  // A number is a name of its own: the patron, the town and the profile of the school only accompany it.
  return { type, number, words: number !== null && type !== null ? [] : words };
}

/** Lower case, ё as е, Latin look-alikes as Cyrillic, one kind of space, dash and number sign, no quotes. */
export function foldName(name: string): string {
  return name
    .slice(0, LONGEST)
    .replaceAll('№', ' № ')
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/[\p{L}]+/gu, (word) => (/[а-я]/.test(word) ? cyrillic(word) : word))
    .replace(/[«»"“”„'’`()[\],;:]/g, ' ')
    .replace(/[‐‑‒–—−]/g, '-')
    .replace(/\s-\s/g, ' ')
    .replace(/(?:(?:no|№)\s*)+|(?<=\s)(?:n|#)\.?\s*(?=\d)/g, ' №')
    .replace(/\s+/g, ' ')
    .trim();
}

/** NFKC spells the number sign as «No»; both stand for it here. */
const NUMBER_SIGNED = /№\s?(\d{1,4}[а-я]?)(?![\p{L}\d])/u;
const NUMBER_AFTER_TYPE =
  /(?:школ[а-я]*|[а-я]*[сон]ош|сш|лице[а-я]*|гимнази[а-я]*|интернат[а-я]*|оу)\s(\d{1,4})(?![\d-])/;
const BRANCH = /(?<!\p{L})филиал/u;

function numberIn(text: string): string | null {
  return (NUMBER_SIGNED.exec(text) ?? NUMBER_AFTER_TYPE.exec(text))?.[1]?.replace(/^0+(?=\d)/, '') ?? null;
}

/** From the most telling to the most general; schools of sport and arts are named as a whole. */
const TYPES: readonly (readonly [string, RegExp])[] = [
  ['вечерняя школа', /(?<!\p{L})(?:вечерн|сменн)\p{L}*.*школ|(?<!\p{L})(?:о?в\s?с?\s?ош|всш|осош)(?!\p{L})/u],
  [
    'коррекционная школа',
    /коррекционн|(?<!\p{L})специальн\p{L}*.*школ|(?<!\p{L})ск?о?ш(?:и|\sи)(?!\p{L})|вида(?!\p{L})/u,
  ],
  ['гимназия', /(?<!\p{L})гимнази/u],
  ['прогимназия', /прогимнази/u],
  ['лицей', /(?<!\p{L})лице[йяюе]/u],
  ['школа', /начальн\p{L}* школ\p{L}*[ -]*детск\p{L}* сад|(?<!\p{L})(?:нш-?дс|школ\p{L}*-(?:детск\p{L}* )?сад)/u],
  ['детский сад', /детск\p{L}* сад|(?<!\p{L})д\/с(?!\p{L})/u],
  ['школа-интернат', /школ\p{L}*-интернат|(?<!\p{L})интернат/u],
  [
    'школа',
    /^(?!.*(?:спорт|музыкальн|художествен|искусств|хореограф|дюсш|автошкол)).*(?<!\p{L})(?:школ(?:а|ы|е|у|ой|ам|ами|ах)?(?!\p{L})|[сон]ош(?!\p{L})|сш(?!\p{L})|ш(?=\s№))/u,
  ],
];

const OWNERS = ['м', 'г', 'кг', 'ког', 'ог', 'обл', 'фг', 'рг', 'ч', 'н', 'а', 'чн', 'ан', ''];
const KINDS = ['', 'б', 'к', 'а', 'о', 'об', 'ок', 'оа', 'ко'];
const LEGAL_TEACHING = new Set(
  OWNERS.flatMap((owner) =>
    KINDS.flatMap((kind) => ['оу', 'оо', 'боу', 'коу', 'аоу'].map((end) => owner + kind + end)),
  ),
);
const LEGAL_TENDING = new Set(OWNERS.flatMap((owner) => KINDS.map((kind) => `${owner}${kind}доу`)));
const LEGAL_OTHER = new Set([
  ...OWNERS.filter(Boolean).flatMap((owner) => KINDS.map((kind) => `${owner}${kind}у`)),
  'дпо',
  'во',
  'спо',
  'ано',
  'нмоу',
  'оано',
]);
const LEGAL_WORD =
  /^(?:муниципальн|государственн|бюджетн|казенн|казён|автономн|областн|краев|федеральн|негосударственн|частн|некоммерческ|общеобразовательн|образовательн|учрежден|организац|дополнительн|профессиональн)/;

/** «МБОУ», «муниципальное бюджетное общеобразовательное учреждение»: how the body is owned tells nothing of which one it is. */
function withoutLegalForm(text: string): { text: string; teaches: boolean; tends: boolean } {
  const words = text.split(' ');
  const legal = (word: string) => LEGAL_TEACHING.has(word) || LEGAL_TENDING.has(word) || LEGAL_OTHER.has(word);
  // The long form ends with «учреждение» or «организация»; adjectives before it go with it, those after it belong to the name.
  const end = words.findIndex((word) => /^(?:учрежден|организац)/.test(word));
  const kept = words.filter((word, index) => !(legal(word) || (index <= end && LEGAL_WORD.test(word))));
  const dropped = words.filter((word, index) => legal(word) || (index <= end && LEGAL_WORD.test(word)));
  return {
    text: kept.join(' '),
    teaches: dropped.some((word) => LEGAL_TEACHING.has(word) || word.startsWith('общеобразовательн')),
    tends: dropped.some((word) => LEGAL_TENDING.has(word)),
  };
}

const SPELLED_OUT = new Map([
  ['иро', 'институт развития образования'],
  ['цоко', 'центр оценки качества образования'],
  ['рцоко', 'региональный центр оценки качества образования'],
  ['рцои', 'региональный центр обработки информации'],
  ['уо', 'управление образования'],
  ['гороо', 'городской отдел образования'],
  ['роо', 'районный отдел образования'],
]);

/** Say what it is, not which one. */
const COMMON =
  /^(?:школ|сош$|оош$|нош$|сш$|ош$|ш$|нш-?дс|средн|основн|начальн|общеобразовательн|полн|неполн|лице|гимнази|прогимнази|вечерн|сменн|коррекционн|интернат|филиал|им$|имен|и$|в$|на$|г$|город$|с$|сел[оа]$|д$|деревн|п$|пос$|поселок|поселк|пгт$|рп$|ст$|станиц|х$|хутор)/;
const ENDING =
  /(?:иями|ями|ами|ого|его|ому|ему|ыми|ими|иям|иях|ием|ая|яя|ое|ее|ые|ие|ый|ий|ой|ей|ую|юю|ых|их|ым|им|ом|ем|ам|ям|ах|ях|ию|ия|ии|ов|ев|а|я|о|е|ы|и|у|ю|ь|й)$/;

/** The words of a name by which people look for it: without the legal form, the number and what schools share; as written. */
export function tellingWords(name: string): string[] {
  return withoutCommon(withoutLegalForm(foldName(name)).text.replace(NUMBER_SIGNED, ' '));
}

function stemmed(text: string): string[] {
  const telling = withoutCommon(text).flatMap((word) => (SPELLED_OUT.get(word) ?? word).split(' '));
  // Initials and «СО», «ЛО» of an oblast distinguish only when there is nothing else.
  const long = telling.filter((word) => word.length > 2 || /\d/.test(word));
  return (long.length > 0 ? long : telling).map((word) => (word.length > 4 ? word.replace(ENDING, '') : word));
}

function withoutCommon(text: string): string[] {
  const words = text.split(' ').map((word) => word.replace(/^[^\p{L}\d]+|[^\p{L}\d]+$/gu, ''));
  return words.filter((word) => word !== '' && !COMMON.test(word));
}

const LOOK_ALIKES: Record<string, string> = {
  a: 'а',
  b: 'в',
  c: 'с',
  e: 'е',
  h: 'н',
  k: 'к',
  m: 'м',
  o: 'о',
  p: 'р',
  t: 'т',
  x: 'х',
  y: 'у',
};

function cyrillic(word: string): string {
  return word.replace(/[a-z]/g, (letter) => LOOK_ALIKES[letter] ?? letter);
}
