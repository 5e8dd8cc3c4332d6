import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type ResultFile, readResultFile } from '#modules/results/index.ts';

// Each folder holds the files of one case below `input`, named and foldered as regions do, and what is read of them.
// After a wanted change: `npx vitest run tests/golden/results -u`, then read the difference.
describe('golden results', () => {
  const cases = readdirSync(import.meta.dirname, { withFileTypes: true }).filter((entry) => entry.isDirectory());

  test.each(cases.map(({ name }) => name))('%s', async (name) => {
    const folder = join(import.meta.dirname, name, 'input');
    const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
      .sort();
    const readings = [];
    for (const path of paths) {
      const reading = await readResultFile(readFileSync(join(folder, path)), { path });
      if (reading.kind !== 'results') readings.push({ path, ...reading });
      else readings.push({ path, mapping: reading.mapping, files: [reading.file, ...reading.further].map(summary) });
    }
    const expected = join(import.meta.dirname, name, 'expected.json');
    await expect(`${JSON.stringify(readings, null, 1)}\n`).toMatchFileSnapshot(expected);
  });
});

/** Rows as people would read them; states of items as letters where there are no points. */
function summary({ rows, ...file }: ResultFile) {
  const table = Array.from({ length: rows.count }, (_, i) => {
    const items = rows.itemPoints.map((points, item) => 'sXTu '[rows.itemState[item]![i]!]!.replace('s', String(points[i])));
    const parts = [
      `строка ${rows.sourceRow[i]}`,
      file.schools[rows.school[i]!]!.login,
      rows.pupil[i],
      rows.klass[i] || '–',
      '–жм'[rows.gender[i]!],
      rows.absent[i] ? 'нет' : `вариант ${rows.variant[i]}`,
      `журнал ${rows.journalMark[i]}`,
      `итог ${rows.total[i]}`,
      `отметка ${rows.givenMark[i]}`,
      items.join('|'),
    ];
    return parts.join(' · ');
  });
  return { ...file, rows: table };
}
