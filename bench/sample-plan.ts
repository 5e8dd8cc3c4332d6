/** A made-up plan of a given length, as the official documents have them. */
import type { PlanReading } from '#modules/plan-reading/contract.ts';
import { parseDeadline } from '#modules/plan-reading/index.ts';

const DEADLINES = [
  'сентябрь – октябрь 2025 г.',
  'до 1 декабря 2025 г.',
  'ежеквартально',
  'в течение года',
  'по плану ИРО',
  'март 2026 г.',
];
const TEXTS = [
  'Проведение семинара для руководителей школ по переводу школы в эффективный режим развития',
  'Анализ результатов оценочных процедур по школам, включённым в список поддержки',
  'Консультирование педагогов по вопросам преподавания учебных предметов, в том числе дистанционно',
];

export function samplePlan(rows: number): PlanReading {
  return {
    schema: 'opora.plan/1',
    title: 'План мероприятий по поддержке школ с низкими образовательными результатами на 2025-2026 учебный год',
    period: { from: '2025-09-01', to: '2026-08-31' },
    approval: { kind: 'приказ', body: 'управление образования', number: '100', date: '2025-08-25' },
    goal: null,
    tasks: [],
    sections: [1, 2, 3, 4].map((number) => ({
      number: String(number),
      title: `Раздел ${number}. Методическая помощь`,
    })),
    measures: Array.from({ length: rows }, (_, index) => ({
      number: String(index + 1),
      position: index + 1,
      section: Math.min(3, Math.floor((index * 4) / rows)),
      text: `${TEXTS[index % TEXTS.length]} (${index + 1})`,
      deadline: parseDeadline(DEADLINES[index % DEADLINES.length] ?? ''),
      responsible: [
        { text: 'управление образования', organisation: 'управление образования', person: null, byAgreement: false },
        {
          text: 'общеобразовательные организации (по согласованию)',
          organisation: 'общеобразовательные организации',
          person: null,
          byAgreement: true,
        },
      ],
      results: [{ text: 'аналитическая справка', kind: 'аналитическая справка' }],
      execution: null,
    })),
    tables: [],
    glossary: [],
    issues: [],
  };
}
