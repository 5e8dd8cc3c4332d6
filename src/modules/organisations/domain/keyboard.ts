/** «irjkf» is «школа» typed with the keyboard left in English. */
const ENGLISH = "`qwertyuiop[]asdfghjkl;'zxcvbnm,.";
const RUSSIAN = 'ёйцукенгшщзхъфывапролджэячсмитьбю';

/** Null when nothing in the text looks typed in the wrong layout. */
export function inOtherLayout(text: string): string | null {
  if (!/[a-z]/i.test(text) || /[а-яё]/i.test(text)) return null;
  return [...text.toLowerCase()].map((key) => RUSSIAN[ENGLISH.indexOf(key)] ?? key).join('');
}
