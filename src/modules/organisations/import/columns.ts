/** The columns of the register as a sheet: the same for what is exported and for what is read back. */

export const COLUMNS = [
  { key: 'kind', header: 'Вид', known: /^вид|^уровень/ },
  {
    key: 'name',
    header: 'Полное название',
    known: /^полное|^наименование$|^название$|^наименование организации|^название организации/,
  },
  { key: 'shortName', header: 'Краткое название', known: /^кратк|^сокращ/ },
  { key: 'parent', header: 'Вышестоящая организация', known: /^вышестоящ|^муниципалит|^район|^учредитель|^моуо|^ате$/ },
  { key: 'schoolType', header: 'Тип школы', known: /^тип/ },
  { key: 'number', header: 'Номер', known: /^номер$|^номер школы|^№ школы/ },
  { key: 'settlementType', header: 'Населённый пункт', known: /^населенн|^тип населенн|^местность/ },
  { key: 'fisOkoLogin', header: 'Логин ФИС ОКО', known: /фис ?око|^логин/ },
  { key: 'ogeCode', header: 'Код ОГЭ', known: /^код.*(?:огэ|гиа-?9)/ },
  { key: 'egeCode', header: 'Код ЕГЭ', known: /^код.*(?:егэ|гиа-?11)/ },
  { key: 'inn', header: 'ИНН', known: /^инн/ },
  { key: 'ogrn', header: 'ОГРН', known: /^огрн/ },
  { key: 'address', header: 'Адрес', known: /адрес/ },
  { key: 'aliases', header: 'Другие названия', known: /^друг.*назван|^синоним|^псевдоним|^прежн/ },
  { key: 'openedOn', header: 'Открыта', known: /^открыта|^дата открыт|^дата создан/ },
  { key: 'status', header: 'Состояние', known: /^состоян|^статус/ },
  { key: 'closedOn', header: 'Закрыта', known: /^закрыта|^дата закрыт|^дата ликвид/ },
  { key: 'successor', header: 'Преемник', known: /^преемник|^правопреемник/ },
  { key: 'id', header: '№ в Опоре', known: /^№ в опоре|^id$/ },
] as const;

export type ColumnKey = (typeof COLUMNS)[number]['key'];

export const HEADERS = Object.fromEntries(COLUMNS.map(({ key, header }) => [key, header])) as Record<ColumnKey, string>;

/** The first column that a header fits and that is not taken yet. */
export function columnOf(header: string, taken: ReadonlySet<ColumnKey>): ColumnKey | null {
  const text = header.toLowerCase().replaceAll('ё', 'е').replace(/\s+/g, ' ').trim();
  return COLUMNS.find(({ key, known }) => !taken.has(key) && known.test(text))?.key ?? null;
}

/** Other names stand in one cell. */
export const ALIAS_SEPARATOR = ';';
