/** The body behind a party: named itself, or standing in the genitive behind a post («начальник Управления образования»). */
import { fold } from '../text/clean.ts';
import { trimSeparators } from '../text/split.ts';
import { BODY_BY_GENITIVE, CLASS_TERMS, isRole, NOT_BODIES } from './lexicon.ts';
import { nominativeOf } from './nominative.ts';

const AGREEMENT = /\s*\(?\s*по\s+согласованию\s*\)?/gi;
const FURTHER = /\s*\((?:далее|в дальнейшем)\s*[–—:-]?[^()]*\)/gi;

/** Whom the party works with is no part of its name: «методический центр при участии профсоюза». */
const COMPANY =
  /,?\s+(?:(?:совместно|вместе|во взаимодействии|в сотрудничестве)\s+со?|при\s+(?:участии|поддержке|содействии)|с\s+(?:участием|привлечением))\s.*$/i;

/** «(по согласованию)» and «(далее – X)» say something about the party but are not its name. */
export function bareName(text: string): string {
  return trimSeparators(fold(text.replace(AGREEMENT, '').replace(FURTHER, '').replace(COMPANY, '')));
}

export function isByAgreement(text: string): boolean {
  return /по\s+согласованию/i.test(text);
}

/** Bodies so common as a word that only a name, a number or a capital makes them definite. */
const COMMON = new Set([
  'школы',
  'гимназии',
  'лицея',
  'учреждения',
  'организации',
  'центра',
  'института',
  'службы',
  'объединения',
  'комиссии',
  'группы',
  'команды',
  'коллектива',
  'сообщества',
  'площадки',
  'совета',
  'органа',
  'кабинета',
  'библиотеки',
  'сада',
  'собрания',
]);
const WORD = /[А-Яа-яЁё]+(?:[-–][А-Яа-яЁё]+)*/g;
const GENITIVE_ADJECTIVE = /(?:ого|его|ой|ей)$/;

/**
 * The definite body behind a post, in the nominative; null for a mere role: «руководители МОУО»,
 * «директор школы» name a class, not a body.
 */
export function bodyBehind(post: string, classTerms: ReadonlySet<string>): string | null {
  // «заместитель министра образования» is of the ministry.
  const text = bareName(post).replace(/(?<![А-Яа-яЁё])министра(?=\s+[а-яё])/, 'министерства');
  const tokens = [...text.matchAll(WORD)].map((match) => ({ word: match[0], at: match.index }));
  let start = -1;
  for (const { word, at } of tokens) {
    const lower = word.toLowerCase();
    const after = text.slice(at + word.length);
    if (/^[А-ЯЁ]{2,}[а-яё]?[А-ЯЁ]*$/.test(word)) {
      const named = /^\s*(?:[«"№]|[А-ЯЁ])/.test(after);
      if (NOT_BODIES.has(word) || (isClass(word, classTerms) && !named)) continue;
      // «методисты ИМЦ по предметам»: an abbreviation is a whole name already.
      return nominativeOf(text.slice(at).replace(/^([А-ЯЁ]+)\s+по\s.*$/, '$1'));
    }
    if (BODY_BY_GENITIVE.has(lower) && !isRole(lower) && isDefinite(word, lower, after)) {
      start = start < 0 ? at : start;
      // «заместитель главы администрации по социальным вопросам»: the field of the deputy, not of the body.
      return nominativeOf(text.slice(start).replace(/\s+по\s+[а-яё]+\s+вопросам$/, ''));
    }
    start = GENITIVE_ADJECTIVE.test(lower) ? (start < 0 ? at : start) : -1;
  }
  return null;
}

function isClass(word: string, classTerms: ReadonlySet<string>): boolean {
  return CLASS_TERMS.includes(word) || classTerms.has(word);
}

function isDefinite(word: string, lower: string, after: string): boolean {
  if (/^[А-ЯЁ]/.test(word) || /^[^,;]{0,60}[«"№]/.test(after)) return true;
  if (lower === 'управления') return /^\s+(?:образовани|культур|по\s|социальн|народн)/.test(after);
  return !COMMON.has(lower) && after.trim() !== '';
}
