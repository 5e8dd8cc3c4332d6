/** The made-up region: a tree of organisations with ids given in advance. */
import { organisationNormalNames, organisationSearchText } from '#modules/organisations/index.ts';
import type { Random } from './random.ts';

export type DemoOrganisation = {
  id: number;
  kind: 'region' | 'district' | 'municipality' | 'school' | 'institute' | 'centre';
  parent_id: number | null;
  path: string;
  name: string;
  short_name: string;
  school_type: string | null;
  settlement_type: string | null;
  number: string | null;
  fis_oko_login: string | null;
  oge_code: string | null;
  ege_code: string | null;
  inn: string | null;
  ogrn: string | null;
  opened_on: string | null;
  search_text: string;
  normal_names: string[];
};

const DISTRICTS = ['Северный', 'Южный', 'Западный', 'Восточный', 'Центральный', 'Заречный', 'Озёрный', 'Степной'];
const FIRST = [
  'Бело',
  'Красно',
  'Ново',
  'Старо',
  'Верхне',
  'Нижне',
  'Сосно',
  'Берёзо',
  'Ключе',
  'Камне',
  'Липо',
  'Тихо',
  'Светло',
  'Дубо',
  'Ольхо',
  'Медо',
  'Горно',
  'Лесо',
  'Студено',
  'Ясно',
];
const SECOND = [
  'реченск',
  'озёрск',
  'борск',
  'дольск',
  'полянск',
  'градск',
  'ручейск',
  'холмск',
  'горск',
  'яровск',
  'лугск',
  'мостовск',
];
const VILLAGES = [
  'Вымышленное',
  'Придумкино',
  'Небывалово',
  'Сказкино',
  'Выдумкино',
  'Примерово',
  'Образцово',
  'Учебное',
  'Тетрадкино',
  'Азбукино',
  'Глобусово',
  'Звонково',
  'Партино',
  'Мелово',
  'Перово',
  'Чернильное',
];

export function demoOrganisations(random: Random, schoolCount: number): DemoOrganisation[] {
  const all: DemoOrganisation[] = [];
  const add = (
    values: Partial<DemoOrganisation> & Pick<DemoOrganisation, 'kind' | 'name' | 'short_name'>,
    parent: DemoOrganisation | null,
  ) => {
    const id = all.length + 1;
    const organisation: DemoOrganisation = {
      school_type: null,
      settlement_type: null,
      number: null,
      fis_oko_login: null,
      oge_code: null,
      ege_code: null,
      inn: null,
      ogrn: null,
      opened_on: null,
      ...values,
      id,
      parent_id: parent?.id ?? null,
      path: `${parent?.path ?? ''}${id}.`,
      search_text: '',
      normal_names: [],
    };
    organisation.search_text = organisationSearchText(organisation, []);
    organisation.normal_names = organisationNormalNames(organisation, []);
    organisation.normal_names = organisationNormalNames(organisation, []);
    all.push(organisation);
    return organisation;
  };

  const region = add(
    {
      kind: 'region',
      name: 'Министерство образования Приозёрской области (вымышленный регион)',
      short_name: 'Приозёрская область (вымышленная)',
    },
    null,
  );
  add(
    {
      kind: 'institute',
      name: 'Институт развития образования Приозёрской области',
      short_name: 'ИРО Приозёрской области',
    },
    region,
  );
  add(
    {
      kind: 'centre',
      name: 'Центр оценки качества образования Приозёрской области',
      short_name: 'ЦОКО Приозёрской области',
    },
    region,
  );

  const municipalityCount = Math.max(1, Math.min(160, Math.round(schoolCount / 15)));
  const districtCount = Math.max(1, Math.min(DISTRICTS.length, Math.round(municipalityCount / 5)));
  const districts = DISTRICTS.slice(0, districtCount).map((name) =>
    add({ kind: 'district', name: `${name} образовательный округ`, short_name: `${name} округ` }, region),
  );
  const towns = FIRST.flatMap((first) => SECOND.map((second) => first + second));
  const municipalities = Array.from({ length: municipalityCount }, (_, index) => {
    const town = towns[(index * 37) % towns.length] ?? 'Примерск';
    const district = districts[index % districtCount] ?? null;
    const city = index % 5 === 0;
    const name = city
      ? `Управление образования города ${town}а`
      : `Управление образования ${town.replace(/ск$/, 'ского')} района`;
    return {
      town,
      city,
      row: add({ kind: 'municipality', name, short_name: city ? `г. ${town}` : `${town}ий район` }, district),
    };
  });

  for (let index = 0; index < schoolCount; index++) {
    const municipality = municipalities[index % municipalityCount];
    if (!municipality) continue;
    const ordinal = Math.floor(index / municipalityCount) + 1;
    add(school(random, index, ordinal, municipality.town, municipality.city), municipality.row);
  }
  return all;
}

function school(random: Random, index: number, ordinal: number, town: string, city: boolean) {
  const inTown = city || ordinal <= 4;
  const number = String(ordinal);
  const type =
    city && ordinal === 9
      ? 'гимназия'
      : city && ordinal === 10
        ? 'лицей'
        : ordinal === 13
          ? 'вечерняя'
          : ordinal === 14
            ? 'коррекционная'
            : ordinal % 4 === 0
              ? 'основная'
              : ordinal === 15
                ? 'начальная'
                : 'средняя';
  const word = {
    средняя: 'Средняя школа',
    основная: 'Основная школа',
    начальная: 'Начальная школа',
    гимназия: 'Гимназия',
    лицей: 'Лицей',
    вечерняя: 'Вечерняя школа',
    коррекционная: 'Коррекционная школа',
  }[type];
  const village = `${VILLAGES[(ordinal + index) % VILLAGES.length]}`;
  const legal = {
    средняя: 'средняя общеобразовательная школа',
    основная: 'основная общеобразовательная школа',
    начальная: 'начальная общеобразовательная школа',
    гимназия: 'гимназия',
    лицей: 'лицей',
    вечерняя: 'вечерняя (сменная) общеобразовательная школа',
    коррекционная: 'коррекционная школа',
  }[type];
  const place = inTown ? `${city ? 'города' : 'посёлка'} ${town}${city ? 'а' : ''}` : `села ${village}`;
  const login = `sch${String(220_000 + index).padStart(6, '0')}`;
  return {
    kind: 'school' as const,
    name: `Муниципальное бюджетное общеобразовательное учреждение «${inTown ? `${legal[0]?.toUpperCase()}${legal.slice(1)} № ${number}` : `${legal[0]?.toUpperCase()}${legal.slice(1)}`} ${place}»`,
    short_name: inTown ? `${word} № ${number}` : `${word} села ${village}`,
    school_type: type,
    settlement_type: city ? 'город' : inTown ? 'посёлок городского типа' : 'село',
    number: inTown ? number : null,
    fis_oko_login: login,
    oge_code: String(100_000 + index),
    ege_code: ['средняя', 'гимназия', 'лицей', 'вечерняя'].includes(type) ? String(300_000 + index) : null,
    inn: String(4_400_000_000 + index),
    ogrn: String(1_024_400_000_000 + index),
    opened_on: `${1950 + random.below(70)}-09-01`,
  };
}
