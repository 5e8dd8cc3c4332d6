/** Which subject a text names: in any case and number, by our short code, or by the code of the ГИА files. */
import type { SubjectCode } from './procedure.ts';

const STEMS: [RegExp, SubjectCode][] = [
  [/математик[^]*базов|базов[^]*математик/, 'МАБ'],
  [/математик/, 'МА'],
  [/русск/, 'РУ'],
  [/окружающ/, 'ОМ'],
  [/обществозн/, 'ОБ'],
  [/истори/, 'ИС'],
  [/биологи/, 'БИ'],
  [/географи/, 'ГГ'],
  [/физик/, 'ФИ'],
  [/хими/, 'ХИ'],
  [/информатик/, 'ИНФ'],
  [/литератур/, 'ЛИ'],
  [/английск/, 'АНГ'],
  [/немецк/, 'НЕМ'],
  [/французск/, 'ФР'],
  [/испанск/, 'ИСП'],
  [/китайск/, 'КИТ'],
];

const SHORT: Record<string, SubjectCode> = {
  ру: 'РУ',
  ма: 'МА',
  ом: 'ОМ',
  ис: 'ИС',
  би: 'БИ',
  гг: 'ГГ',
  об: 'ОБ',
  фи: 'ФИ',
  хи: 'ХИ',
  инф: 'ИНФ',
  ли: 'ЛИ',
  анг: 'АНГ',
  ая: 'АНГ',
  нем: 'НЕМ',
  фр: 'ФР',
  исп: 'ИСП',
  кит: 'КИТ',
};

/** Codes of subjects in ГИА files; the oral parts of foreign languages belong to their subject. From memory, unconfirmed. */
const GIA_CODES: Record<number, SubjectCode> = {
  1: 'РУ',
  2: 'МА',
  22: 'МАБ',
  3: 'ФИ',
  4: 'ХИ',
  5: 'ИНФ',
  25: 'ИНФ',
  6: 'БИ',
  7: 'ИС',
  8: 'ГГ',
  9: 'АНГ',
  10: 'НЕМ',
  11: 'ФР',
  12: 'ОБ',
  13: 'ИСП',
  14: 'КИТ',
  18: 'ЛИ',
  29: 'АНГ',
  30: 'НЕМ',
  31: 'ФР',
  33: 'ИСП',
  34: 'КИТ',
  51: 'РУ',
  52: 'МА',
};

/** The subject that a phrase names, e.g. «Проведение работы по математике»; null when it names none or several. */
export function subjectNamed(phrase: string): SubjectCode | null {
  const text = phrase.toLowerCase().replaceAll('ё', 'е');
  const found = STEMS.filter(([stem]) => stem.test(text)).map(([, code]) => code);
  if (found[0] === 'МАБ') return found.length === 2 ? 'МАБ' : null;
  if (found.length > 0) return found.length === 1 ? found[0]! : null;
  const short = /(?:^|[^а-я])(ру|ма|ом|ис|би|гг|об|фи|хи|инф|ли|анг|ая|нем|фр|исп|кит)[ _-]?\d{1,2}(?!\d)/.exec(
    text,
  )?.[1];
  return SHORT[short ?? text.trim()] ?? null;
}

export function subjectOfGiaCode(code: number): SubjectCode | null {
  return GIA_CODES[code] ?? null;
}
