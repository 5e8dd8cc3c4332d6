/**
 * Chosen options of a diagnostic work with choice of answer (ДКР, mathematics 8), and the key that was declared. Two
 * declared keys are wrong; in the schools where it is planted one class has the same answers, also the wrong ones.
 */
import { type Draw, draw } from './draw.ts';
import { LETTERS } from './pupils.ts';
import type { SheetContent } from './sheet-writer.ts';
import { cohortSize, type World, type WorldSchool, WITHIN_SD } from './world.ts';

const ANSWER_ITEMS = 24;
const OPTIONS = 4;
const WRONG_KEYS = 2;

export type WrongKey = { item: number; declared: number; right: number };

export const answersPath = (year: number): string =>
  `ДКР ${year}/ДКР математика 8 класс ${year}. Выбранные ответы.xlsx`;

export function keysOf(seed: number, year: number): { right: number[]; declared: number[]; wrong: WrongKey[] } {
  const random = draw(seed, 'keys', year);
  const right = Array.from({ length: ANSWER_ITEMS }, () => 1 + random.below(OPTIONS));
  const declared = [...right];
  const wrong: WrongKey[] = [];
  while (wrong.length < WRONG_KEYS) {
    // An item of middle difficulty: where nearly nobody is right no method can tell.
    const item = 4 + random.below(12);
    if (declared[item] !== right[item]) continue;
    declared[item] = 1 + (((right[item] as number) + random.below(OPTIONS - 1)) % OPTIONS);
    wrong.push({ item: item + 1, declared: declared[item] as number, right: right[item] as number });
  }
  return { right, declared, wrong };
}

export type AnswerRow = {
  school: WorldSchool;
  klass: string;
  code: number;
  options: (number | null)[];
  copied: boolean;
};

export function* answerRows(world: World, year: number): Generator<AnswerRow> {
  const { right } = keysOf(world.seed, year);
  for (const school of world.schools) {
    const size = cohortSize(world, school, year - 8, 8);
    if (size === 0 || !school.known) continue;
    const copies = school.truth?.kind === 'copied-answers' && school.truth.year === year;
    const random = draw(world.seed, 'answers', school.index, year);
    const classes = Math.max(1, Math.ceil(size / 26));
    const source = chosen(random, school.effect, right, world.seed, year);
    for (let pupil = 0; pupil < size; pupil += 1) {
      const klass = LETTERS[pupil % classes] ?? 'А';
      const options = chosen(random, school.effect, right, world.seed, year);
      const copied = copies && klass === 'А' && random.chance(0.85);
      // All but a few answers are those of the source.
      if (copied)
        source.forEach((option, i) => {
          if (random.chance(0.95)) options[i] = option;
        });
      yield { school, klass, code: 8001 + pupil, options, copied };
    }
  }
}

export function answerSheets(world: World, year: number): SheetContent[] {
  const { declared } = keysOf(world.seed, year);
  return [
    {
      name: 'Ответы',
      async fill(sheet) {
        await sheet.row(['Логин', 'Класс', 'Код', ...declared.map((_, i) => i + 1)]);
        for (const { school, klass, code, options, copied } of answerRows(world, year)) {
          if (copied && school.truth?.kind === 'copied-answers') school.truth.pupils += 1;
          const pending = sheet.row([school.login, klass, code, ...options]);
          if (pending) await pending;
        }
      },
    },
    {
      name: 'Ключ',
      async fill(sheet) {
        await sheet.row(['Задание', 'Верный ответ']);
        for (const [i, option] of declared.entries()) await sheet.row([i + 1, option]);
      },
    },
  ];
}

function chosen(random: Draw, effect: number, right: readonly number[], seed: number, year: number): (number | null)[] {
  const theta = effect + WITHIN_SD * random.normal();
  return right.map((key, item) => {
    const difficulty = -1.6 + (3 * item) / ANSWER_ITEMS;
    if (random.next() < 1 / (1 + Math.exp(difficulty - theta))) return key;
    if (random.chance(0.02)) return null;
    // Wrong options differ in how attractive they are.
    const attractive = 1 + ((key + draw(seed, 'lure', year, item).below(OPTIONS - 1)) % OPTIONS);
    if (random.chance(0.5)) return attractive;
    return 1 + ((key + random.below(OPTIONS - 1)) % OPTIONS);
  });
}
