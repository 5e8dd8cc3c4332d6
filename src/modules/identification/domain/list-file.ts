/** A list as others send it (XLSX, CSV): schools by login, or by name and municipality. */
import type { DataBook } from '#documents/read-sheets.ts';
import type { Issue } from '#kernel/issue.ts';
import { codeless, folded, textAt } from '../folder/register.ts';

export type ListFileRow = { where: string; login: string | null; name: string; municipality: string | null };

const NAME = /^(?:полное |краткое )?(?:название|наименование)|^школа$|^оо$|^общеобразовательная организация|^name$/;
const MUNICIPALITY = /^муниципал|^район|^ате$|^наименование ате|^городской округ|^municipality/;
const LOGIN = /^логин|фис ?око|^login/;
/** A title and a line of explanation may stand above the header. */
const HEADER_WITHIN = 15;

export function listFileRows(book: DataBook): { rows: ListFileRow[]; issues: Issue[] } {
  const issues: Issue[] = [];
  for (const sheet of book.sheets) {
    for (let header = 0; header < Math.min(HEADER_WITHIN, sheet.rowCount); header += 1) {
      const titles = sheet.columns.map((_, column) => folded(textAt(sheet, header, column)));
      const login = titles.findIndex((title) => LOGIN.test(title));
      const municipality = titles.findIndex((title) => MUNICIPALITY.test(title));
      const name = titles.findIndex((title, column) => column !== municipality && NAME.test(title));
      if (name < 0 && login < 0) continue;
      const rows: ListFileRow[] = [];
      for (let row = header + 1; row < sheet.rowCount; row += 1) {
        const where = `лист «${sheet.name}», строка ${row + 1}`;
        const one = {
          where,
          login: codeless(textAt(sheet, row, login)) || null,
          name: codeless(textAt(sheet, row, name)),
          municipality: codeless(textAt(sheet, row, municipality)) || null,
        };
        if (one.name !== '' || one.login !== null) rows.push({ ...one, name: one.name || (one.login as string) });
      }
      return { rows, issues };
    }
  }
  issues.push({
    severity: 'error',
    code: 'list-table-missing',
    where: 'файл',
    text: 'В файле нет таблицы со столбцом «Школа» или «Логин».',
    advice: 'Добавьте строку заголовков: «Муниципалитет», «Школа», «Логин».',
  });
  return { rows: [], issues };
}
