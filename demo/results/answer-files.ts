/**
 * Chosen options of a diagnostic work with choice of answer (ДКР, mathematics 8), and the key that was declared. Two
 * declared keys are wrong; in the schools where it is planted one class has the same answers, also the wrong ones.
 */
import { type Draw, draw } from './draw.ts';
import { LETTERS } from './pupils.ts';
import type { Cell, SheetContent } from './sheet-writer.ts';
import { cohortSize, type World, type WorldSchool, WITHIN_SD } from './world.ts';

export const ANSWER_ITEMS = 24;
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

/** @param tell how many pupils of a school have copied */
export function answerSheets(
  world: World,
  year: number,
  tell: (school: WorldSchool, pupils: number) => void,
): SheetContent[] {
  const { right, declared } = keysOf(world.seed, year);
  const numbers = Array.from({ length: ANSWER_ITEMS }, (_, i) => i + 1);
  return [
    {
      name: 'Ответы',
      async fill(sheet) {
        await sheet.row(['Логин', 'Класс', 'Код', ...numbers]);
        for (const school of world.schools) {
          const size = cohortSize(world, school, year - 8, 8);
          if (size === 0 || !school.known) continue;
          const { truth } = school;
          const copies = truth?.kind === 'copied-answers' && truth.year === year;
          const random = draw(world.seed, 'answers', school.index, year);
          const classes = Math.max(1, Math.ceil(size / 26));
          const source = chosen(random, school.effect, right, world.seed, year);
          let copied = 0;
          for (let pupil = 0; pupil < size; pupil += 1) {
            const klass = LETTERS[pupil % classes] ?? 'А';
            const own = chosen(random, school.effect, right, world.seed, year);
            if (copies && klass === 'А' && random.chance(0.85)) {
              copied += 1;
              // All but a few answers are those of the source.
              source.forEach((option, i) => {
                if (random.chance(0.95)) own[i] = option;
              });
            }
            const pending = sheet.row([school.login, klass, 8001 + pupil, ...own]);
            if (pending) await pending;
          }
          if (copies) tell(school, copied);
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

function chosen(random: Draw, effect: number, right: readonly number[], seed: number, year: number): Cell[] {
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
