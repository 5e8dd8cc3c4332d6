import { expect, test } from 'vitest';
import { type Gantt, ganttSvg } from './gantt.ts';

const gantt: Gantt = {
  id: 'plan-7',
  title: 'Дорожная карта: сроки',
  description: 'Из 4 мероприятий исполнено 2, просрочено 1.',
  from: '2026-09-01',
  to: '2027-05-31',
  today: '2026-11-22',
  rows: [
    { kind: 'heading', label: 'I. Организация работы' },
    {
      kind: 'measure',
      label: '1. Приказ «О мерах поддержки» & назначение кураторов',
      bars: [
        {
          from: '2026-09-01',
          to: '2026-09-30',
          tone: 'done',
          label: 'исполнено',
          title: 'сентябрь 2026 г.: исполнено в срок',
        },
      ],
    },
    {
      kind: 'measure',
      label:
        '2. Анализ результатов оценочных процедур во всех школах списка поддержки по каждому предмету отдельно и подготовка аналитической справки',
      bars: [
        {
          from: '2026-10-01',
          to: '2026-10-31',
          tone: 'overdue',
          label: 'просрочено',
          title: 'октябрь 2026 г.: просрочено на 22 дня',
        },
        {
          from: '2027-05-01',
          to: '2027-05-31',
          tone: 'planned',
          label: 'май 2027 г.',
          title: 'май 2027 г.: срок не наступил',
        },
      ],
    },
    {
      kind: 'measure',
      label: '3. Семинар',
      bars: [
        {
          from: '2026-11-10',
          to: '2026-11-10',
          tone: 'unproved',
          label: 'без документа',
          title: '10 ноября: исполнено без документа',
        },
      ],
    },
  ],
};

test('a plan is drawn as it was drawn before', async () => {
  await expect(ganttSvg(gantt)).toMatchFileSnapshot('./golden/gantt.svg');
});

test('the drawing tells its title and its conclusion to those who listen', () => {
  const svg = ganttSvg(gantt);
  expect(svg).toContain('role="img" aria-labelledby="plan-7-title plan-7-description"');
  expect(svg).toContain('<desc id="plan-7-description">Из 4 мероприятий исполнено 2, просрочено 1.</desc>');
});

test('text of a plan cannot become markup', () => {
  const svg = ganttSvg({ ...gantt, title: '<script>', rows: [{ kind: 'measure', label: '"><b>', bars: [] }] });
  expect(svg).not.toMatch(/<script|<b>/);
});

test('a today outside the plan draws no line', () => {
  expect(ganttSvg({ ...gantt, today: '2028-01-01' })).not.toContain('data-part="today"');
});
