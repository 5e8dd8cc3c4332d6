/**
 * Set phrases, in ordinary Russian; any grammatical form of a known word matches.
 * `[x]` may be left out, `x|y` is one of, `…` is any continuation («по запросу школ»),
 * `*` marks where the name of the event begins.
 */
import { fold, tokenize } from './tokens.ts';

/** Goes on all the time. */
export const CONTINUOUS = phrases(`
  постоянно
  на постоянной|регулярной|систематической основе
  в постоянном|непрерывном|регулярном|текущем режиме
  систематически
  регулярно
  периодически
  непрерывно
  круглогодично
  круглый год
  [в|на|за] весь [учебный|календарный] год
  [весь] [текущий] учебный год
  в течение [всего] [текущего|отчетного|соответствующего] [учебного|календарного] года
  втечение [всего] [учебного|календарного] года
  на протяжении [всего] [учебного|календарного] года
  в текущем [учебном|календарном] году
  [в|на|за] весь период
  [в|на|за] весь период реализации|действия …
  [в|на|за] весь срок
  [в|на|за] весь срок реализации|действия …
  в течение [всего] периода|срока
  в течение [всего] [отчетного|планового] периода|срока
  в течение [всего] периода|срока реализации|действия …
  на протяжении [всего] периода|срока
  на протяжении [всего] периода|срока реализации|действия …
  в период|ходе реализации|действия …
`);

/** Only when somebody asks. */
export const ON_DEMAND = phrases(`
  по [мере] необходимости
  при|в случае необходимости
  при необходимости
  по [мере] [отдельному|индивидуальному] запросу …
  в соответствии с [поступившим|поступающим] запросом …
  согласно [поступившему] запросу …
  под запрос
  с учетом запроса …
  при наличии …
  по [индивидуальной|отдельной] заявке …
  в соответствии с заявкой …
  согласно заявке …
  по требованию …
  по потребности
  по востребованности
  по обращению …
  при обращении …
  по мере …
  в рабочем порядке
  в случае обращения|поступления|возникновения …
`);

/** The event starts at the star; the words before it only say on which side of the event the deadline lies. */
export const EVENT_LEADS = phrases(`
  после *…
  перед *…
  накануне *…
  в преддверии *…
  до *…
  к *…
  с *начала|конца|окончания|завершения …
  по *окончании|завершении|итогам|результатам|истечении|получении|поступлении|прибытии|факту …
  на|в|во *начало|начале|конец|конце|середине|окончании|завершении …
  *начало|конец|середина|окончание|завершение …
  с|со дня|момента|даты|времени *…
  в|на день|дни|дату|момент *…
  в|на период *…
  во время *…
  в ходе *…
  в рамках *…
  в сроки *…
  при *…
  одновременно с *…
  сразу|непосредственно после *…
  не позднее *…
  по *согласованию …
`);

/** Name an event only after a term: «в течение 10 дней с получения запроса». */
export const TERM_LEADS = phrases('с *…');

/** «в соответствии с планом …»: what leads to the name of another document. */
export const SCHEDULE_LEADS = phrases(`
  по
  согласно
  в соответствии с
  в рамках
  на основании
  в сроки установленные|определенные|предусмотренные|указанные|утвержденные
  в срок установленный|определенный|предусмотренный|указанный|утвержденный
`);

/** Dates that exist in some document that the text does not name. */
export const UNNAMED_SCHEDULE = phrases(`
  в установленные|утвержденные|определенные|указанные сроки
  в установленный|утвержденный|определенный|указанный срок
  в установленном порядке
  в плановом порядке
  сроки устанавливаются отдельно
`);

/** A cell that says that there is nothing to say. */
export const UNSPECIFIED = phrases(`
  нет
  нет данных
  [срок] не указан|указаны|установлен|установлены|определен|определены|задан
  без срока
  срок уточняется|уточняются
  будет|будут указан|указаны|установлен|установлены|определен|определены
`);

export const STAGES = phrases('поэтапно \n по этапам \n в несколько этапов');
export const SOME_MONTH = phrases('месяц уточняется');
export const SOME_START = phrases('с установленной даты');
export const SOME_RHYTHM = phrases('с установленной периодичностью');

type Slot = { words: string[]; optional: boolean; starts: boolean; tail: boolean };
export type Phrase = Slot[];

function phrases(book: string): Phrase[] {
  return book
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map(compile);
}

function compile(line: string): Phrase {
  return line.split(' ').map((item) => {
    const starts = item.startsWith('*');
    const bare = item.replace(/^\*/, '');
    const optional = bare.startsWith('[');
    const alternatives = bare.replace(/[[\]]/g, '').split('|');
    const tail = bare === '…';
    return { words: tail ? [] : alternatives.map(wordOf), optional, starts, tail };
  });
}

function wordOf(form: string): string {
  const [token] = tokenize(fold(form));
  if (token?.is !== 'word') throw new Error(`not a word of a phrase: ${form}`);
  return token.word;
}
