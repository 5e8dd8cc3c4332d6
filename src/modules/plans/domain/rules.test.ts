import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { body, measure, section } from '#tests/support/plan-samples.ts';
import {
  addingMeasure,
  movingMeasure,
  steppingMeasure,
  steppingSection,
  withMeasure,
  withoutSection,
} from './edits.ts';
import { audienceBySections, levelOfSection, reachOf, sectionsOfOtherLevels } from './levels.ts';
import { shiftPeriod, shiftYears } from './next-year.ts';
import { renumbered } from './numbering.ts';
import { planShare } from './progress.ts';
import { reconcile } from './reconcile.ts';
import { follow, isEditable, isPossible, PLAN_STATES, TRANSITIONS, type Transition } from './states.ts';

describe('states', () => {
  test('a plan goes from draft to closed by submission, approval and closing', () => {
    let standing = { state: 'draft' as const, amending: false } as Parameters<typeof follow>[1];
    for (const transition of ['submit', 'approve', 'startAmendment', 'amend', 'close', 'reopen'] as const)
      standing = follow(transition, standing);
    expect(standing).toEqual({ state: 'approved', amending: false });
  });

  test('each transition leads only from its own state', () => {
    for (const transition of Object.keys(TRANSITIONS) as Transition[]) {
      for (const state of PLAN_STATES) {
        for (const amending of [true, false]) {
          if (!isPossible(transition, { state, amending }))
            expect(() => follow(transition, { state, amending })).toThrow(/недоступно/);
          else expect(state).toBe(TRANSITIONS[transition].from);
        }
      }
    }
  });

  test('a plan in force is closed to edits until an amendment is begun', () => {
    expect(isEditable({ state: 'approved', amending: false })).toBe(false);
    expect(isEditable({ state: 'approved', amending: true })).toBe(true);
    expect(isEditable({ state: 'under-approval', amending: false })).toBe(false);
  });
});

describe('levels', () => {
  test.each([
    ['Региональный уровень', 'region'],
    ['2. Уровень образовательного округа', 'district'],
    ['Муниципальный уровень', 'municipality'],
    ['Уровень общеобразовательной организации', 'school'],
    ['Школьный уровень', 'school'],
    ['Работа с родителями', null],
    ['Уровень муниципального образования', 'municipality'],
  ])('«%s» names the level %s', (title, level) => expect(levelOfSection(title)).toBe(level));

  test('sections by level send their measures down; one such section alone does not', () => {
    const titles = (...names: string[]) => names.map((title) => ({ title }));
    expect(
      audienceBySections('region', titles('Региональный уровень', 'Муниципальный уровень', 'Школьный уровень')),
    ).toEqual([[], ['municipality'], ['school']]);
    expect(audienceBySections('region', titles('Муниципальный уровень', 'Кадры'))).toEqual([[], []]);
  });

  test('measures of other levels bring the own organisation no deadlines', () => {
    const sections = [
      section(1, { title: 'Муниципальный уровень' }),
      section(2, { title: 'Школьный уровень' }),
      section(3, { title: 'Работа с кадрами', parentId: 2 }),
      section(4, { title: 'Прочее' }),
    ];
    expect([...sectionsOfOtherLevels('municipality', sections)]).toEqual([2, 3]);
    expect([...sectionsOfOtherLevels('school', sections)]).toEqual([1]);
    expect([...sectionsOfOtherLevels('school', sections.slice(0, 1))]).toEqual([]);
  });

  test('plans of an institute reach as far as the body above it', () => {
    expect(reachOf({ kind: 'institute', path: '1.5.' })).toBe('1.');
    expect(reachOf({ kind: 'municipality', path: '1.5.' })).toBe('1.5.');
  });
});

describe('edits', () => {
  const plan = body({
    sections: [section(1), section(2), section(3)],
    measures: [measure(1, { sectionId: 1 }), measure(2, { sectionId: 1 }), measure(3, { sectionId: 2 })],
  });
  const order = (content: typeof plan) => content.measures.map((row) => `${row.id}/${row.sectionId}`).join(' ');

  test('up and down move one place and cross into the neighbouring section', () => {
    expect(order(steppingMeasure(plan, 2, 'up'))).toBe('2/1 1/1 3/2');
    expect(order(steppingMeasure(plan, 2, 'down'))).toBe('1/1 2/2 3/2');
    expect(order(steppingMeasure(plan, 3, 'up'))).toBe('1/1 2/1 3/1');
    expect(order(steppingMeasure(plan, 3, 'down'))).toBe('1/1 2/1 3/3');
    expect(order(steppingMeasure(plan, 1, 'up'))).toBe('1/1 2/1 3/2');
  });

  test('a step and its reverse leave everything in place', () => {
    fc.assert(
      fc.property(fc.constantFrom(1, 2, 3), (id) => {
        const there = steppingMeasure(plan, id, 'down');
        if (there === plan) return;
        expect(order(steppingMeasure(there, id, 'up'))).toBe(order(plan));
      }),
    );
  });

  test('a measure dropped before another takes its section', () => {
    expect(order(movingMeasure(plan, 1, { beforeId: 3 }))).toBe('2/1 1/2 3/2');
    expect(order(movingMeasure(plan, 3, { endOfSection: 1 }))).toBe('1/1 2/1 3/1');
    expect(order(movingMeasure(plan, 3, { beforeId: 3 }))).toBe(order(plan));
  });

  test('a new measure stands after the one named, or at the end of its section', () => {
    expect(order(addingMeasure(plan, measure(9, { sectionId: 1 }), 1))).toBe('1/1 9/1 2/1 3/2');
    expect(order(addingMeasure(plan, measure(9, { sectionId: 3 }), 1))).toBe('1/1 2/1 3/2 9/3');
    expect(order(addingMeasure(plan, measure(9), null))).toBe('9/null 1/1 2/1 3/2');
  });

  test('a measure that changes its section goes to its end', () => {
    expect(order(withMeasure(plan, measure(1, { sectionId: 2 })))).toBe('2/1 3/2 1/2');
  });

  test('a section takes its measures along; one that holds measures cannot be removed', () => {
    expect(order(steppingSection(plan, 1, 'down'))).toBe('3/2 1/1 2/1');
    expect(() => withoutSection(plan, 1)).toThrow(/есть мероприятия/);
    expect(withoutSection(plan, 3).sections.map(({ id }) => id)).toEqual([1, 2]);
  });
});

describe('numbers', () => {
  const numbered = (sections: (string | null)[], numbers: [number | null, string | null][]) =>
    renumbered(
      body({
        sections: sections.map((number, index) => section(index + 1, { number })),
        measures: numbers.map(([sectionId, number], index) => measure(index + 1, { sectionId, number })),
      }),
    ).measures.map((row) => row.number);

  test('follow the section where they did', () =>
    expect(
      numbered(
        ['1', '2'],
        [
          [1, '1.1'],
          [1, '1.3'],
          [2, '2.1'],
          [2, null],
        ],
      ),
    ).toEqual(['1.1', '1.2', '2.1', '2.2']));
  test('begin anew in each section where they did', () =>
    expect(
      numbered(
        [null, null],
        [
          [1, '1'],
          [1, '2'],
          [2, '1'],
          [2, '5'],
        ],
      ),
    ).toEqual(['1', '2', '1', '2']));
  test('run through the plan otherwise', () =>
    expect(
      numbered(
        ['1', '2'],
        [
          [1, '1'],
          [1, '4'],
          [2, null],
        ],
      ),
    ).toEqual(['1', '2', '3']));
});

describe('years', () => {
  test.each([
    ['октябрь 2024 г.', 'октябрь 2025 г.'],
    ['до 01.10.2024', 'до 01.10.2025'],
    ['до 01.10.24', 'до 01.10.25'],
    ['в течение 2024/25 учебного года', 'в течение 2025/26 учебного года'],
    ['2024-2025 учебный год', '2025-2026 учебный год'],
    ['29.02.2024', '28.02.2025'],
    ['приказ № 2019 от 12.03.2020', 'приказ № 2019 от 12.03.2021'],
    ['МОУ № 7, 20 часов', 'МОУ № 7, 20 часов'],
    ['сентябрь 2024 г. – май 2025 г.', 'сентябрь 2025 г. – май 2026 г.'],
    ['постоянно', 'постоянно'],
  ])('«%s» a year later is «%s»', (text, later) => expect(shiftYears(text, 1)).toBe(later));

  test('there and back is the same, but for the last day of February', () => {
    expect(shiftPeriod({ from: '2024-09-01', to: '2025-08-31' }, 1)).toEqual({ from: '2025-09-01', to: '2026-08-31' });
    expect(shiftPeriod({ from: '2023-03-01', to: '2024-02-29' }, 1).to).toBe('2025-02-28');
  });
});

describe('progress', () => {
  const counted = fc
    .record({
      measureId: fc.nat(),
      weight: fc.integer({ min: 1, max: 9 }),
      total: fc.integer({ min: 0, max: 9 }),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
    })
    .map(({ share, ...row }) => ({ ...row, accepted: Math.floor(row.total * share) }));

  test('is a share, whole when everything is accepted, and unknown without occurrences', () => {
    fc.assert(
      fc.property(fc.array(counted, { maxLength: 10 }), (rows) => {
        const share = planShare(rows);
        if (rows.every((row) => row.total === 0)) {
          expect(share).toBeNull();
          return;
        }
        expect(share).toBeGreaterThanOrEqual(0);
        expect(share).toBeLessThanOrEqual(1);
        expect(planShare(rows.map((row) => ({ ...row, accepted: row.total })))).toBeCloseTo(1);
      }),
    );
  });

  test('does not change when all weights are doubled', () => {
    fc.assert(
      fc.property(fc.array(counted, { minLength: 1, maxLength: 10 }), (rows) => {
        const doubled = planShare(rows.map((row) => ({ ...row, weight: row.weight * 2 })));
        const share = planShare(rows);
        if (share === null) expect(doubled).toBeNull();
        else expect(doubled).toBeCloseTo(share);
      }),
    );
  });

  test('counts a measure of weight 3 three times', () => {
    const row = { measureId: 1, total: 1 };
    expect(
      planShare([
        { ...row, weight: 3, accepted: 1 },
        { ...row, weight: 1, accepted: 0 },
      ]),
    ).toBe(0.75);
  });
});

describe('due windows', () => {
  const want = (sequence: number, dueOn: string) => ({ sequence, label: dueOn, windowFrom: null, dueOn });
  const there = (id: number, sequence: number, dueOn: string, reported = false) => ({
    id,
    ...want(sequence, dueOn),
    reported,
  });

  test('the same windows stay as they are', () => {
    const result = reconcile(
      [there(1, 1, '2026-01-31'), there(2, 2, '2026-02-28', true)],
      [want(1, '2026-01-31'), want(2, '2026-02-28')],
    );
    expect(result).toMatchObject({ insert: [], remove: [], update: [{ id: 1 }, { id: 2 }] });
  });

  test('a window that moved keeps its report', () => {
    const result = reconcile([there(1, 1, '2026-01-31', true)], [want(1, '2026-03-31')]);
    expect(result).toEqual({ insert: [], remove: [], update: [{ id: 1, ...want(1, '2026-03-31') }] });
  });

  test('a window that is not wanted any more goes, unless it was reported on', () => {
    const result = reconcile(
      [there(1, 1, '2026-01-31'), there(2, 2, '2026-02-28', true), there(3, 3, '2026-03-31')],
      [want(1, '2026-01-31')],
    );
    expect(result.remove).toEqual([3]);
    expect(result.update).toEqual([
      { id: 1, ...want(1, '2026-01-31') },
      { id: 2, ...want(2, '2026-02-28') },
    ]);
  });

  test('no report is lost and no place in the sequence is taken twice', () => {
    const dates = fc.constantFrom('2026-01-31', '2026-02-28', '2026-03-31', '2026-04-30');
    const old = fc
      .array(fc.tuple(dates, fc.boolean()), { maxLength: 5 })
      .map((rows) => rows.map(([dueOn, reported], index) => there(index + 1, index + 1, dueOn, reported)));
    const wanted = fc.array(dates, { maxLength: 5 }).map((rows) => rows.map((dueOn, index) => want(index + 1, dueOn)));
    fc.assert(
      fc.property(old, wanted, (existing, wishes) => {
        const result = reconcile(existing, wishes);
        const after = [...result.update, ...result.insert];
        expect(new Set(after.map((row) => row.sequence)).size).toBe(after.length);
        for (const row of existing.filter(({ reported }) => reported))
          expect(result.update.some(({ id }) => id === row.id)).toBe(true);
        for (const wish of wishes)
          expect(after.some((row) => row.dueOn === wish.dueOn && row.sequence === wish.sequence)).toBe(true);
        expect(result.remove.length + result.update.length).toBe(existing.length);
      }),
    );
  });
});
