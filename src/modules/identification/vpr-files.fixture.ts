/** Small files of ВПР as regions have them: twenty pupils a school, so many of them with one point. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

const PUPILS = 20;

type Below = Readonly<Record<string, number>>;

/** The form of 2021; one more pupil was absent. */
export function vpr2021(path: string, items: number, below: Below): Promise<void> {
  const names = Array.from({ length: items }, (_, k) => `балл за ${k + 1}`);
  const head = [
    'логин школы',
    'регион',
    'номер обучающегося',
    'код обучающегося',
    'отметка за предыдущую четверть/триместр',
    'пол',
    'класс',
    'вариант',
    'всего баллов',
    ...names,
  ];
  const rows = Object.entries(below).flatMap(([login, low]) => [
    ...Array.from({ length: PUPILS }, (_, k) => {
      const points = names.map((_, item) => (item === 0 || (k >= low && item < items) ? 1 : 0));
      const total = k < low ? 1 : points.length;
      return [login, 'Первый район', k + 1, 1000 + k, 4, 'ж', 'а', 1, total, ...points];
    }),
    [login, 'Первый район', 99, 9999, '', '', '', 'отсутствовал', '', ...names.map(() => '')],
  ]);
  return save(path, [head, ...rows]);
}

export function vpr2020(path: string, below: Below): Promise<void> {
  const items = Array.from({ length: 14 }, (_, k) => `a-${k + 1}-grade`);
  const head = ['groups', 'user', 'id', 'code', 'otc', 'gender', 'klass', 'var-1', 'var-2', 'sum', ...items];
  const rows = Object.entries(below).flatMap(([login, low]) =>
    Array.from({ length: PUPILS }, (_, k) => {
      const points = items.map((_, item) => (item === 0 || k >= low ? 1 : 0));
      return [
        'метки',
        login,
        k + 1,
        1000 + k,
        4,
        'м',
        '6а',
        1,
        '',
        points.reduce<number>((a, b) => a + b, 0),
        ...points,
      ];
    }),
  );
  return save(path, [head, ...rows]);
}

async function save(path: string, rows: readonly (readonly (string | number)[])[]): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, `${rows.map((row) => row.join(';')).join('\n')}\n`);
}
