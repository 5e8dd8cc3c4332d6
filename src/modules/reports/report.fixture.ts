/** A made-up plan and its execution for tests: every kind of deadline mark, long and empty cells, unfriendly characters. */
import type {
  DocumentReference,
  Execution,
  ExecutionMark,
  ExecutionRow,
  Standing,
  Totals,
} from '#modules/execution/index.ts';
import { addTotals, STANDINGS } from '#modules/execution/index.ts';
import type { Measure, PlanReading } from '#modules/plan-reading/contract.ts';
import { contentFromReading, type PlanContent } from '#modules/plans/index.ts';

const TEXTS = [
  'Проведение семинара для руководителей школ «Переход школы в эффективный режим развития: с чего начать»',
  'Анализ результатов оценочных процедур (ВПР, ОГЭ, ЕГЭ) за три последних года по общеобразовательным организациям, включённым в список поддержки, в том числе по предметам и темам, вызвавшим наибольшие затруднения',
  'Консультирование педагогов по вопросам преподавания учебных предметов, в том числе дистанционно',
  'Корректировка программ развития',
];
const DEADLINES = ['25 мая 2020 г.', 'сентябрь-октябрь 2019 г.', 'в течение года', 'до 01.12.2019'];

export function samplePlan(rows: number): PlanReading {
  return {
    schema: 'opora.plan/1',
    title: 'План мероприятий по поддержке школ с низкими образовательными результатами на 2019-2020 учебный год',
    period: { from: '2019-09-01', to: '2020-08-31' },
    approval: { kind: 'приказ', body: 'управление образования', number: '412-О', date: '2019-08-26' },
    goal: 'повышение качества образования в школах, работающих в сложных социальных условиях',
    tasks: ['выявить причины низких результатов', 'оказать школам адресную методическую помощь'],
    sections: [
      {
        number: 'I',
        title:
          'Организационные мероприятия, направленные на определение школ со стабильно низкими результатами обучения',
        parent: null,
      },
      { number: 'II', title: 'Методическая помощь', parent: null },
    ],
    measures: Array.from({ length: rows }, (_, index) => sampleMeasure(index, rows)),
    tables: [
      {
        kind: 'training-courses',
        title: 'Оценка качества образования',
        rows: [
          {
            number: '1',
            programme: 'Педагогическое тестирование в системе оценки и управления качеством образования',
            hours: 120,
            from: '2019-10-07',
            to: '2019-11-15',
            provider: 'Тестовый институт развития образования',
            teachers: 6,
            managers: 27,
            schools: ['1', '2', 'Лицей № 9'],
          },
          {
            number: '2',
            programme: 'Внутришкольная система управления качеством образования: субъекты, ресурсы, технологии',
            hours: 72,
            from: '2020-04-20',
            to: '2020-04-28',
            provider: 'Тестовый центр',
            teachers: null,
            managers: 1,
            schools: ['Лицей № 9'],
          },
        ],
        totals: { teachers: 6, managers: 28 },
      },
    ],
    glossary: [
      { term: 'ВПР', meaning: 'всероссийские проверочные работы' },
      { term: 'ШМО', meaning: 'школьное методическое объединение' },
    ],
    issues: [],
  };
}

function sampleMeasure(index: number, rows: number): Measure {
  const text = DEADLINES[index % DEADLINES.length]!;
  return {
    number: String(index + 1),
    position: index + 1,
    section: index < rows / 2 ? 0 : 1,
    text: TEXTS[index % TEXTS.length]!,
    deadline: {
      text,
      kind: 'month',
      from: '2019-09-01',
      to: '2019-10-31',
      recurrence: null,
      onDemand: false,
      schedule: null,
      event: null,
    },
    responsible: [
      { text: 'управление образования', organisation: 'управление образования', person: null, byAgreement: false },
      {
        text: 'общеобразовательные организации (по согласованию)',
        organisation: 'общеобразовательные организации',
        person: null,
        byAgreement: true,
      },
    ].slice(index % 2),
    results:
      index % 3 === 0
        ? [
            { text: 'аналитическая справка', kind: 'аналитическая справка' },
            { text: 'приказ', kind: 'приказ' },
          ]
        : [{ text: 'протокол семинара', kind: 'протокол' }],
    execution: null,
  };
}

const SHOWN: Standing[] = [
  'doneOnTime',
  'doneLate',
  'doneWithoutDocument',
  'awaitingReview',
  'overdue',
  'notDue',
  'returned',
  'cancelled',
];

/** As many measures as asked for, each with one due window and every fourth with three, standing in turn everywhere. */
export function sampleExecution(measures: number, asOf = '2020-06-01'): Execution {
  const body = contentFromReading(samplePlan(measures));
  const rows = body.measures.map((measure, index): ExecutionRow => {
    const marks = Array.from({ length: index % 4 === 3 ? 3 : 1 }, (_, at) =>
      sampleMark(index * 3 + at, SHOWN[(index + at) % SHOWN.length]!),
    );
    const below = index % 5 === 0 ? totals(['doneOnTime', 'doneOnTime', 'overdue']) : totals([]);
    return {
      measure,
      marks,
      documents: marks.flatMap(({ documents }) => documents),
      totals: totals(marks.map(({ standing }) => standing)),
      below,
      adoptedBy: below.total,
    };
  });
  const none = totals([]);
  return {
    asOf,
    content: { ...body, plan: HEAD, shown: { revision: 1, effectiveOn: '2019-09-01' } },
    rows,
    totals: rows.reduce((sum, row) => addTotals(sum, row.totals), none),
    below: rows.reduce((sum, row) => addTotals(sum, row.below), none),
  };
}

function sampleMark(id: number, standing: Standing): ExecutionMark {
  const marked = standing.startsWith('done') || standing === 'awaitingReview';
  const withDocument = standing === 'doneOnTime' || standing === 'doneLate' || standing === 'awaitingReview';
  return {
    occurrenceId: id,
    label: '1 полугодие 2019/20 учебного года',
    from: '2019-09-01',
    dueOn: standing === 'notDue' ? '2020-08-31' : '2019-12-31',
    standing,
    text: marked ? 'Семинар проведён, участвовали представители 16 школ; материалы размещены на сайте' : null,
    doneOn: marked ? (standing === 'doneLate' ? '2020-01-12' : '2019-12-20') : null,
    proved: withDocument && marked,
    withoutDocumentReason: standing === 'doneWithoutDocument' ? 'протокол на подписи' : null,
    documents: withDocument ? [DOCUMENT(id)] : [],
  };
}

const DOCUMENT = (id: number): DocumentReference => ({
  id,
  kind: 'протокол',
  number: '3',
  date: '2019-12-20',
  title: 'Протокол семинара',
  fileName: 'protocol.pdf',
  url: null,
});

const HEAD: PlanContent['plan'] = {
  id: 7,
  organisation: {
    id: 1,
    path: '1.',
    kind: 'municipality',
    name: 'Управление образования Тестового района',
    shortName: 'УО',
  },
  level: 'municipality',
  state: 'approved',
  isModel: false,
  version: 1,
  revision: 1,
  amending: false,
  offered: false,
  parentPlan: null,
  orders: [],
  stamp: null,
  updatedAt: '2019-09-01T00:00:00Z',
};

function totals(standings: Standing[]): Totals {
  const counted = Object.fromEntries([...STANDINGS, 'total'].map((key) => [key, 0])) as Totals;
  for (const standing of standings) counted[standing] += 1;
  return { ...counted, total: standings.length };
}
