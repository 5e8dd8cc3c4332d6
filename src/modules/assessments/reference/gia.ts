/** ЕГЭ minima and ОГЭ scales. Regions may set their own ОГЭ scales: these are the recommended ones. */
import type { SubjectCode } from '../procedure.ts';
import type { Scale } from '../scale.ts';

const EGE_2026 = 'Минимальные баллы ЕГЭ 2026 года (news.mail.ru/society/69482648, news.rambler.ru/community/55916431)';
const EGE_BEFORE = 'Минимальные баллы ЕГЭ 2015–2025 годов, по памяти специалистов; проверьте по приказу года';
const EGE_FIRST_YEAR = 2015;

/** For the certificate; universities ask for more. */
const EGE_MINIMA: Partial<Record<SubjectCode, number>> = {
  РУ: 24,
  МА: 27,
  ФИ: 36,
  ХИ: 36,
  БИ: 36,
  ИНФ: 40,
  ИС: 32,
  ЛИ: 32,
  ГГ: 37,
  ОБ: 42,
  АНГ: 22,
  НЕМ: 22,
  ФР: 22,
  ИСП: 22,
  КИТ: 22,
};

const egeScales: Scale[] = Object.entries(EGE_MINIMA).flatMap(([subject, minimum]) =>
  Array.from({ length: 2026 - EGE_FIRST_YEAR + 1 }, (_, index): Scale => {
    const year = EGE_FIRST_YEAR + index;
    return {
      kind: 'ЕГЭ',
      subject: subject as SubjectCode,
      paperGrade: 11,
      year,
      region: null,
      unit: 'score',
      maximum: 100,
      least: { three: minimum, four: null, five: null },
      conditions: [],
      source: year === 2026 ? EGE_2026 : EGE_BEFORE,
      certainty: year === 2026 ? 'published' : 'remembered',
    };
  }),
);

const baseMathematics: Scale = {
  kind: 'ЕГЭ',
  subject: 'МАБ',
  paperGrade: 11,
  year: 2026,
  region: null,
  unit: 'points',
  maximum: 21,
  least: { three: 7, four: 12, five: 17 },
  conditions: [],
  source: 'Шкала ЕГЭ по математике базового уровня 2026 года, по памяти специалистов; проверьте по приказу года',
  certainty: 'remembered',
};

type OgeRow = {
  subject: SubjectCode;
  year: number;
  least: [number, number | null, number | null];
  maximum: number | null;
  source: string;
  conditions?: Scale['conditions'];
};

const OGE_2026 =
  'Рекомендованные шкалы ОГЭ 2026 года (письмо Рособрнадзора от 25.02.2026 № 02-20; eddu.pro/conversion-oge)';
const OGE_2023 = 'Рекомендованные шкалы ОГЭ 2023 года (КонсультантПлюс, LAW_441844)';

const GEOMETRY: Scale['conditions'] = [
  {
    name: 'геометрия',
    items: ['15', '16', '17', '18', '19', '23', '24', '25'],
    marks: [3, 4, 5],
    least: 2,
    otherwise: 2,
  },
];
const LITERACY_ITEMS = ['ГК1', 'ГК2', 'ГК3', 'ГК4'];
const LITERACY: Scale['conditions'] = [
  { name: 'грамотность (ГК1–ГК4)', items: LITERACY_ITEMS, marks: [4], least: 6, otherwise: 3 },
  { name: 'грамотность (ГК1–ГК4)', items: LITERACY_ITEMS, marks: [5], least: 9, otherwise: 4 },
];

const MATHEMATICS_YEARS = [2023, 2024, 2025, 2026];

const OGE_ROWS: OgeRow[] = [
  { subject: 'РУ', year: 2026, least: [15, 26, 33], maximum: 37, source: OGE_2026, conditions: LITERACY },
  ...MATHEMATICS_YEARS.map(
    (year): OgeRow => ({
      subject: 'МА',
      year,
      least: [8, 15, 22],
      maximum: 31,
      source: year === 2026 ? OGE_2026 : OGE_2023,
      conditions: GEOMETRY,
    }),
  ),
  { subject: 'ИС', year: 2023, least: [11, 21, 30], maximum: 37, source: OGE_2023 },
  {
    subject: 'ИНФ',
    year: 2023,
    least: [5, 11, 16],
    maximum: 19,
    source: 'Шкала ОГЭ по информатике 2023 года (exhelper.top)',
  },
  ...(
    [
      ['ИНФ', 5],
      ['БИ', 13],
      ['ИС', 11],
      ['ХИ', 10],
      ['АНГ', 29],
      ['НЕМ', 29],
      ['ФР', 29],
      ['ИСП', 29],
      ['ФИ', 10],
      ['ОБ', 14],
      ['ЛИ', 16],
      ['ГГ', 12],
    ] as const
  ).map(
    ([subject, three]): OgeRow => ({
      subject,
      year: 2026,
      least: [three, null, null],
      maximum: null,
      source: OGE_2026,
    }),
  ),
];

const ogeScales = OGE_ROWS.map(
  ({ subject, year, least: [three, four, five], maximum, source, conditions }): Scale => ({
    kind: 'ОГЭ',
    subject,
    paperGrade: 9,
    year,
    region: null,
    unit: 'points',
    maximum,
    least: { three, four, five },
    conditions: conditions ?? [],
    source,
    certainty: 'published',
  }),
);

export const GIA_SCALES: Scale[] = [...egeScales, baseMathematics, ...ogeScales];
