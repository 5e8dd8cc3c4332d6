/** Joins the lines of a paragraph; a word divided at the line's end is made whole again. */
const WORD = /[\p{L}\p{N}]+(?:-[\p{L}\p{N}]+)*/gu;
const DIVIDED = /([\p{L}]+)[-\u2010]$/u;
const LONGEST_WORD = 60;
const NEXT_WORD = /^[\p{Ll}]+/u;
/** First halves that keep their hyphen whatever follows: «научно-методический», «учебно-воспитательный». */
const MONTH = /^(?:январь|февраль|март|апрель|май|июнь|июль|август|сентябрь|октябрь|ноябрь|декабрь)$/iu;
const COMPOUND = /(?:о|е|вице|бизнес|онлайн|интернет|пресс|экс|обер|унтер|штаб|план|веб|медиа|видео)$/iu;
/** Two nouns that decline together: «учителей-предметников», «школам-партнёрам». */
const SAME_CASE = [/(?:ей|[оеё]в)$/u, /[ая]м$/u, /[ая]ми$/u, /[ая]х$/u];
/** Nouns that stand before another noun, «методисты-кураторы», unless an ending shows one word: «мастер-ская». */
const LEADING_NOUN =
  /^(?:мастер|педагог|методист|школ|учител|тьютор|куратор|наставник|семинар|урок|конкурс)[а-яё]{0,3}$/iu;
const ENDING_OF_ONE_WORD = /^(?:ск|ств|н[аиоы])/iu;
const VOWEL = /[аеёиоуыэюяaeiouy]/iu;

export class WordJoiner {
  readonly #words = new Map<string, number>();

  /** Learns the words of the document; the divided ones are not among them. */
  constructor(lines: Iterable<string>) {
    for (const line of lines) {
      for (const [word] of line.replace(DIVIDED, '').matchAll(WORD)) {
        const key = word.toLowerCase();
        this.#words.set(key, (this.#words.get(key) ?? 0) + 1);
      }
    }
  }

  join(lines: string[]): string {
    return lines.reduce((text, line) => (text === '' ? line : this.#joinTwo(text, line)), '');
  }

  #joinTwo(text: string, line: string): string {
    if (text.endsWith('\u00ad')) return text.slice(0, -1) + line;
    const before = DIVIDED.exec(text.slice(-LONGEST_WORD))?.[1];
    const after = NEXT_WORD.exec(line)?.[0];
    if (before !== undefined && after !== undefined)
      return this.#isCompound(before, after) ? text + line : text.slice(0, -1) + line;
    // A number range or an abbreviation at the line's end keeps its hyphen: «2019-» «2020».
    if (/[\p{L}\p{N}][-–/]$/u.test(text.slice(-2)) && /^[\p{L}\p{N}]/u.test(line)) return text + line;
    if (text.endsWith('://')) return text + line;
    return `${text} ${line}`;
  }

  #isCompound(before: string, after: string): boolean {
    const first = before.toLowerCase();
    const second = after.toLowerCase();
    const whole = this.#words.get(first + second) ?? 0;
    const hyphened = this.#words.get(`${first}-${second}`) ?? 0;
    if (whole !== hyphened) return hyphened > whole;
    if (!VOWEL.test(first) || !VOWEL.test(second)) return false;
    if (MONTH.test(first) && MONTH.test(second)) return true;
    if (second.length > 3 && LEADING_NOUN.test(first) && !ENDING_OF_ONE_WORD.test(second)) return true;
    const agree = second.length > 4 && SAME_CASE.some((ending) => ending.test(first) && ending.test(second));
    return agree || COMPOUND.test(first) || (this.#words.has(first) && this.#words.has(second));
  }
}
