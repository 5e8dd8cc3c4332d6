/**
 * The words of deadlines. Every word is known by its dictionary form; the forms in which officials write it
 * stand beside it. The grammar speaks of dictionary forms only.
 */
import { monthName } from '#kernel/format.ts';

export const MONTHS = Array.from({ length: 12 }, (_, index) => monthName(index + 1));

const MONTH_FORMS: Record<string, string> = {
  январь: 'января январе январю январем янв',
  февраль: 'февраля феврале февралю февралем февр фев',
  март: 'марта марте марту мартом мар',
  апрель: 'апреля апреле апрелю апрелем апр',
  май: 'мая мае маю маем',
  июнь: 'июня июне июню июнем июн',
  июль: 'июля июле июлю июлем июл',
  август: 'августа августе августу августом авг',
  сентябрь: 'сентября сентябре сентябрю сентябрем сент сен',
  октябрь: 'октября октябре октябрю октябрем окт',
  ноябрь: 'ноября ноябре ноябрю ноябрем нояб ноя',
  декабрь: 'декабря декабре декабрю декабрем дек',
};

const TIME_FORMS: Record<string, string> = {
  год: 'года году годе годом годы годов годам годах гг г лет',
  полугодие: 'полугодия полугодию полугодии полугодием полугодий полугодиям полуг пг',
  полгода: 'полугода',
  квартал: 'квартала кварталу квартале кварталом кварталы кварталов кварталам кварталах кв',
  четверть: 'четверти четвертью четвертей четвертям четвертях четв',
  триместр: 'триместра триместру триместре триместры триместров триместрам',
  месяц: 'месяца месяцу месяце месяцем месяцы месяцев месяцам месяцах мес',
  декада: 'декады декаде декаду декадой декад',
  неделя: 'недели неделе неделю неделей недель неделям нед',
  день: 'дня дню дне днем дни дней дням дн',
  половина: 'половины половине половину половиной',
  начало: 'начала началу начале началом',
  середина: 'середины середине середину серединой',
  конец: 'конца концу конце концом',
  завершение: 'завершения завершению завершении завершением',
  окончание: 'окончания окончанию окончании окончанием',
  число: 'числа числу числе чисел',
  период: 'периода периоду периоде периодом',
  этап: 'этапа этапе этапы',
  раз: 'раза разу р',
  час: 'часа часу часов ч',
  лето: 'лета летом',
  осень: 'осени осенью',
  зима: 'зимы зимой зиму',
  весна: 'весны весной весну',
  каникулы: 'каникул каникулам каникулах',
  понедельник: 'понедельника понедельникам понедельники',
  вторник: 'вторника вторникам вторники',
  среда: 'среду среды средам',
  четверг: 'четверга четвергам четверги',
  пятница: 'пятницу пятницы пятницам',
  суббота: 'субботу субботы субботам',
  срок: 'срока сроку сроке сроки сроков сроком',
};

const LINKING_FORMS: Record<string, string> = {
  учебный: 'уч учеб',
  в: 'во',
  с: 'со',
  к: 'ко',
  позднее: 'позже',
  ранее: 'раньше',
  реже: 'менее чаще',
  течение: 'течении теч',
  втечение: 'втечении втеч',
  весь: 'всего всему всем всей всю вся все всех',
  далее: 'дальнейшем',
  затем: 'потом впоследствии',
  который: 'котором которой которого',
};

const DOCUMENT_FORMS: Record<string, string> = {
  план: 'плана плану плане планом планы планов планам планами',
  график: 'графика графику графике графиком графики графиков графикам графиками',
  расписание: 'расписания расписанию расписанием',
  календарь: 'календаря календарю календарем',
  циклограмма: 'циклограммы циклограмме циклограммой',
  приказ: 'приказа приказу приказом приказы приказов приказам приказами',
  распоряжение: 'распоряжения распоряжению распоряжением распоряжениям распоряжениями',
  порядок: 'порядка порядку порядком',
  регламент: 'регламента регламенту регламентом',
  положение: 'положения положению положением',
  письмо: 'письма письму письмом письмам письмами',
  договор: 'договора договору договором договорам договорами',
  соглашение: 'соглашения соглашению соглашением соглашениям',
  программа: 'программы программе программой программам программами',
  карта: 'карты карте картой картам картами',
  обращение: 'обращения обращению обращениям обращений',
  запрос: 'запроса запросу запросом запросы запросов запросам запросами',
  заявка: 'заявки заявке заявкой заявку заявок заявкам заявками',
  необходимость: 'необходимости',
};

/** Adjectives by their stems; any of the endings below makes a form. */
const ADJECTIVES: Record<string, string> = {
  учебный: 'учебн',
  школьный: 'школьн',
  календарный: 'календарн',
  рабочий: 'рабоч',
  каникулярный: 'каникулярн',
  текущий: 'текущ',
  следующий: 'следующ',
  отчетный: 'отчетн',
  каждый: 'кажд',
  последний: 'последн',
  соответствующий: 'соответствующ',
  отдельный: 'отдельн',
  утвержденный: 'утвержденн',
  согласованный: 'согласованн',
  индивидуальный: 'индивидуальн',
  установленный: 'установленн',
  специальный: 'специальн',
  дорожный: 'дорожн',
  постоянный: 'постоянн',
  регулярный: 'регулярн',
  систематический: 'систематическ',
  ежегодный: 'ежегодн',
  ежеквартальный: 'ежеквартальн',
  ежемесячный: 'ежемесячн',
  еженедельный: 'еженедельн',
  ежедневный: 'ежедневн',
  осенний: 'осенн',
  зимний: 'зимн',
  весенний: 'весенн',
  летний: 'летн',
  первый: 'перв',
  второй: 'втор',
  четвертый: 'четверт',
  пятый: 'пят',
};
const ADJECTIVE_ENDINGS = 'ый ий ой ая яя ое ее ого его ому ему ом ем ым им ую юю ей ые ие ых их ыми ими'.split(' ');

const NUMERALS: Record<string, string> = {
  1: 'один одна одно одного одной одну одному',
  2: 'два две двух двум двумя',
  3: 'три трех трем',
  4: 'четыре четырех',
  5: 'пять пяти',
  6: 'шесть шести',
  7: 'семь семи',
  8: 'восемь восьми',
  9: 'девять девяти',
  10: 'десять десяти',
  12: 'двенадцать двенадцати',
  14: 'четырнадцать четырнадцати',
  15: 'пятнадцать пятнадцати',
  20: 'двадцать двадцати',
  30: 'тридцать тридцати',
};

const THIRD = 'третий третья третье третьего третьей третьему третьем третью третьи третьих';

export const ORDINALS = new Map([
  ['первый', 1],
  ['второй', 2],
  ['третий', 3],
  ['четвертый', 4],
  ['пятый', 5],
]);

/** Seasons by their first month, with the adjectives of «летний период». */
export const SEASONS: Record<string, number> = {
  зима: 12,
  зимний: 12,
  весна: 3,
  весенний: 3,
  лето: 6,
  летний: 6,
  осень: 9,
  осенний: 9,
};

export const WEEKDAYS = ['понедельник', 'вторник', 'среда', 'четверг', 'пятница', 'суббота'];

/** «П полугодие», «Ш квартал»: Roman numerals typed with Russian letters. */
export const RUSSIAN_ROMAN = new Map([
  ['п', 2],
  ['ш', 3],
]);

const DICTIONARY = new Map<string, string>();
for (const table of [MONTH_FORMS, TIME_FORMS, LINKING_FORMS, DOCUMENT_FORMS]) {
  for (const [word, forms] of Object.entries(table)) {
    for (const form of [word, ...forms.split(' ')]) DICTIONARY.set(form, word);
  }
}
for (const [word, stem] of Object.entries(ADJECTIVES)) {
  for (const ending of ADJECTIVE_ENDINGS) DICTIONARY.set(stem + ending, word);
}
for (const form of THIRD.split(' ')) DICTIONARY.set(form, 'третий');

const NUMBERS = new Map<string, number>();
for (const [number, forms] of Object.entries(NUMERALS)) {
  for (const form of forms.split(' ')) NUMBERS.set(form, Number(number));
}

/** Long enough to be told apart after one slip of the finger: «карта» must not become «марта». */
const LONG_MONTH_FORMS = [...DICTIONARY].filter(([form, word]) => form.length >= 6 && MONTHS.includes(word));

/** The dictionary form; a word that is not of this vocabulary is its own. */
export function dictionaryForm(word: string): string {
  return DICTIONARY.get(word) ?? misspeltMonth(word) ?? word;
}

/** «течениегода»: two words of this vocabulary written without the space, or null. */
export function gluedWords(form: string): [string, string] | null {
  if (form.length < 8 || DICTIONARY.has(form)) return null;
  for (let at = 4; at <= form.length - 4; at += 1) {
    const [first, second] = [form.slice(0, at), form.slice(at)];
    if (DICTIONARY.has(first) && DICTIONARY.has(second)) return [first, second];
  }
  return null;
}

/** Does the word speak of time, so that it may not be passed over? */
export function isTimeWord(word: string): boolean {
  return (
    [MONTH_FORMS, TIME_FORMS, SEASONS].some((table) => Object.hasOwn(table, word)) ||
    word === 'кроме' ||
    word.startsWith('еже')
  );
}

/** «двух» → 2, or null. */
export function numeral(word: string): number | null {
  return NUMBERS.get(word) ?? null;
}

export function monthNumber(dictionary: string): number | null {
  const index = MONTHS.indexOf(dictionary);
  return index < 0 ? null : index + 1;
}

function misspeltMonth(word: string): string | null {
  if (word.length < 5 || word.length > 11) return null;
  const months = new Set<string>();
  for (const [form, month] of LONG_MONTH_FORMS) if (isOneSlipAway(word, form)) months.add(month);
  const [only] = months;
  return months.size === 1 && only !== undefined ? only : null;
}

/** One letter missing, added, replaced, or two neighbours swapped. */
function isOneSlipAway(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start += 1;
  const restA = a.slice(start);
  const restB = b.slice(start);
  if (restA.length === restB.length) {
    const swapped = `${restA[1] ?? ''}${restA[0] ?? ''}${restA.slice(2)}`;
    return restA.slice(1) === restB.slice(1) || swapped === restB;
  }
  return restA.length > restB.length ? restA.slice(1) === restB : restA === restB.slice(1);
}
