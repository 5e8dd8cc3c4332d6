/** Persons: «Фамилия И.О.», «И.О. Фамилия», «Фамилия Имя Отчество». */

export type FoundPerson = {
  start: number;
  end: number;
  /** Surname and initials: «Фамилия И.О.». */
  name: string;
};

const SURNAME = '[А-ЯЁ][а-яё]+(?:[-–][А-ЯЁ][а-яё]+)?';
const INITIALS = '[А-ЯЁ]\\.\\s?(?:[А-ЯЁ](?:\\.|(?![А-Яа-яЁё])))?';
const PATRONYMIC = '[А-ЯЁ][а-яё]+(?:вич|вна|ична|инична|оглы|кызы)';
const PERSON = new RegExp(
  `(?<![А-Яа-яЁё.])(?:(${SURNAME})\\s{0,2}(${INITIALS})(?![а-яё])|(${INITIALS})\\s?(${SURNAME})|(${SURNAME})\\s(${SURNAME})\\s(${PATRONYMIC}))(?![А-Яа-яЁё])`,
  'g',
);
/** Words written like a surname before initials or like initials before a surname. */
const NOT_SURNAME =
  /^(?:Приказ|Школа|Лицей|Гимназия|Центр|Отдел|Управление|Директор|Начальник|Заместитель|Руководитель|Методист|Специалист|Учитель|Глава|Министр|Куратор|Завуч|Педагог|Председатель|Координатор|Тьютор)$/;
const NAMED_AFTER = /(?:^|\s)(?:им\.|имени|им)(?:\s[а-яё]+|\s[А-ЯЁ][а-яё]+){0,4}\s*$/;

export function findPersons(text: string): FoundPerson[] {
  const found: FoundPerson[] = [];
  PERSON.lastIndex = 0;
  for (let match = PERSON.exec(text); match !== null; match = PERSON.exec(text)) {
    const [whole, surnameFirst, initialsAfter, initialsFirst, surnameAfter, surname, first, patronymic] = match;
    const family = surnameFirst ?? surnameAfter ?? surname ?? '';
    if (surnameFirst !== undefined && NOT_SURNAME.test(surnameFirst)) {
      // «Директор И.И. Иванова»: the surname is still to come.
      PERSON.lastIndex = match.index + surnameFirst.length;
      continue;
    }
    if (NAMED_AFTER.test(text.slice(Math.max(0, match.index - 60), match.index))) continue;
    const initials = initialsAfter ?? initialsFirst ?? `${first?.[0]}.${patronymic?.[0]}.`;
    found.push({
      start: match.index,
      end: match.index + whole.trimEnd().length,
      name: `${family} ${withDots(initials)}`,
    });
  }
  return found;
}

function withDots(initials: string): string {
  return (initials.match(/[А-ЯЁ]/g) ?? []).map((letter) => `${letter}.`).join('');
}

export function personAtStart(text: string): FoundPerson | null {
  const [first] = findPersons(text.slice(0, 80));
  return first !== undefined && first.start === 0 ? first : null;
}
