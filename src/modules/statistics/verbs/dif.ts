import { mantelHaenszelDif } from '#stats/items/dif.ts';
import { selectResponses } from '#stats/items/responses.ts';
import { UsageError } from '../errors.ts';
import { itemNames, readItems } from '../responses.ts';
import { completeRows } from '../table.ts';
import { grid } from '../text.ts';
import { flag, statsVerb, string } from '../verb.ts';

export const verbs = [
  statsVerb({
    method: 'dif',
    summary: 'задания, которые труднее одной группе при равной сумме баллов (Мантель–Хензель)',
    form: '--data ФАЙЛ (--items СТОЛБЦЫ | --all-items) --group СТОЛБЕЦ [--focal УРОВЕНЬ] [--json]',
    options: {
      items: string('СТОЛБЦЫ', 'задания с ответами 0 и 1, через запятую', true),
      'all-items': flag('все столбцы, кроме --group'),
      group: string('СТОЛБЕЦ', 'группа с двумя значениями'),
      focal: string('УРОВЕНЬ', 'изучаемая группа; иначе вторая по порядку'),
      'no-purify': flag('не исключать из суммы задания с различием'),
    },
    examples: ['--data demo/statistics/items.csv --items i1,i2,i3,i4,i5,i6,i7,i8,i9,i10 --group sex --focal м'],
    async run(call) {
      const table = await call.table();
      const group = call.required('group');
      const { items, skipped } = await itemNames(call, table, [group]);
      const all = await readItems(call, items);
      const names = (await completeRows(table, [], { optional: [group] })).texts(group);
      const persons = Array.from({ length: all.persons }, (_, person) => person).filter(
        (person) => names[all.places[person] as number] !== '',
      );
      const own = persons.map((person) => names[all.places[person] as number] as string);
      const levels = [...new Set(own)].sort();
      if (levels.length !== 2)
        throw new UsageError(
          `В столбце «${group}» нужны два значения, а их ${levels.length}: ${levels.slice(0, 8).join(', ')}.`,
        );
      const focal = call.text('focal') ?? (levels[1] as string);
      if (!levels.includes(focal))
        throw new UsageError(`В столбце «${group}» нет значения «${focal}». Есть: ${levels.join(', ')}.`);
      const responses = selectResponses(
        all,
        persons,
        items.map((_, k) => k),
      );
      const found = mantelHaenszelDif(
        responses,
        Uint8Array.from(own, (one) => (one === focal ? 1 : 0)),
        !call.has('no-purify'),
      );
      return {
        json: {
          schema: 'opora.stats.dif/1',
          n: persons.length,
          skipped,
          referenceGroup: levels.find((level) => level !== focal),
          focalGroup: focal,
          ...found,
        },
        text: `Изучаемая группа «${focal}»: ${found.focal}, остальные: ${found.reference}. Дельта ниже нуля — труднее изучаемой группе.\n${grid(
          ['задание', 'класс', 'дельта', 'ошибка', 'отношение шансов', 'p', 'p с поправкой'],
          found.items.map((one) => [one.item, one.category, one.delta, one.deltaSe, one.odds, one.p, one.adjustedP]),
        )}`,
      };
    },
  }),
];
