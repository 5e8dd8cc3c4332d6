/** What raw answers say of the test and of the classes: wrong keys, unusual answer strings. */
import { unusualAnswers } from '#stats/integrity/answers.ts';
import { checkKeys } from '#stats/items/wrong-key.ts';
import { readOptions } from '../options.ts';
import { figure, grid } from '../text.ts';
import { statsVerb, string } from '../verb.ts';

const ITEMS = {
  items: string('СТОЛБЦЫ', 'задания с выбранным вариантом, через запятую; пусто — ничего не выбрано', true),
  key: string('КЛЮЧИ', 'верные варианты в том же порядке: через запятую или подряд, если это одна буква'),
};

const wrongKey = statsVerb({
  method: 'wrong-key',
  summary: 'задания, где верным, похоже, считается не тот вариант',
  form: '--data ФАЙЛ --items СТОЛБЦЫ --key КЛЮЧИ [--level 0.01] [--json]',
  options: { ...ITEMS, level: string('ЧИСЛО', 'допустимая доля ложных подозрений, 0.01') },
  examples: ['--data demo/statistics/options.csv --items o1,o2,o3,o4,o5,o6,o7,o8,o9,o10 --key АБВГГБВГАБ'],
  async run(call) {
    const { chosen, pupils, items, key, options } = await readOptions(call);
    const checks = checkKeys({ chosen, pupils, items, key }, call.number('level') ?? 0.01);
    const name = (option: number | null) => (option === null ? null : (options[option] ?? ''));
    const rows = checks.map((check) => ({
      ...check,
      key: name(check.key),
      suspected: name(check.suspected),
      options: check.options.map((one) => ({ ...one, option: name(one.option) })),
    }));
    const suspicious = rows
      .filter(({ suspected }) => suspected !== null)
      .map(({ item, key: held, suspected, p }) => ({ item, key: held, suspected, p }));
    return {
      json: { schema: 'opora.stats.wrong-key/1', n: pupils, suspicious, items: rows },
      text: [
        suspicious.length === 0
          ? `Учеников ${pupils}. Подозрительных ключей нет.\n`
          : `Учеников ${pupils}. Проверьте ключи:\n`,
        grid(
          ['задание', 'ключ', 'похоже, верно', 'p'],
          rows.map((one) => [one.item, one.key, one.suspected ?? 'ключ', one.p]),
        ),
      ].join(''),
    };
  },
});

const answers = statsVerb({
  method: 'answers',
  summary: 'необычно похожие ответы внутри класса (четыре показателя Джейкоба и Левитта)',
  form: '--data ФАЙЛ --items СТОЛБЦЫ --key КЛЮЧИ --class СТОЛБЕЦ [--json]',
  options: { ...ITEMS, class: string('СТОЛБЕЦ', 'класс') },
  examples: [
    '--data demo/statistics/options.csv --items o1,o2,o3,o4,o5,o6,o7,o8,o9,o10 --key АБВГАБВГАБ --class class',
  ],
  async run(call) {
    const { chosen, pupils, key, grouping } = await readOptions(call, call.required('class'));
    const classes = unusualAnswers({ chosen, pupils, key, classes: grouping });
    return {
      json: { schema: 'opora.stats.answers/1', n: pupils, classes },
      text: `Учеников ${pupils}. Первые — самые необычные; это повод посмотреть работы, а не вывод.\n${grid(
        ['класс', 'учеников', 'сумма рангов', 'общий отрезок', 'связь', 'её разброс', 'странность'],
        [...classes]
          .sort((a, b) => b.score - a.score)
          .map((one) => [one.id, one.pupils, figure(one.score), one.block, one.correlation, one.variance, one.oddity]),
        40,
      )}`,
    };
  },
});

export const verbs = [wrongKey, answers];
