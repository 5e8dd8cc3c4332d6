/** Plans on four levels, linked from school to region, with their occurrences. Ids are given in advance. */
import { addDays, type IsoDate } from '#kernel/dates.ts';
import { schoolYearName, schoolYearOf, schoolYearPeriod } from '#kernel/school-year.ts';
import { occurrences, parseDeadline } from '#modules/plan-reading/index.ts';
import type { Deadline } from '#modules/plan-reading/contract.ts';
import type { ContentMeasure, PlanBody } from '#modules/plans/index.ts';
import type { DemoOrganisation } from './organisations.ts';
import { DISTRICT, type DemoSection, MUNICIPALITY, REGION, SCHOOL } from './measures.ts';
import type { Random } from './random.ts';

type Row = Record<string, unknown>;

export type DemoOccurrence = {
  id: number;
  measure_id: number;
  plan_id: number;
  organisation_id: number;
  sequence: number;
  label: string;
  window_from: IsoDate | null;
  due_on: IsoDate | null;
  state: string;
  done_on: IsoDate | null;
  proved: boolean;
};
/** What the execution of an occurrence needs to know about its measure. */
export type MeasureFacts = { text: string; results: { text: string; kind: string }[] };

export type DemoPlans = {
  plans: Row[];
  orders: Row[];
  revisions: Row[];
  sections: Row[];
  measures: Row[];
  parties: Row[];
  results: Row[];
  adoptions: Row[];
  occurrences: DemoOccurrence[];
  facts: Map<number, MeasureFacts>;
  schoolsInSupport: number[];
};

type Placed = { planId: number; measures: Map<string, number> };

const SHARE_IN_SUPPORT = 0.4;
const DECLINED = 0.08;

export function demoPlans(random: Random, organisations: readonly DemoOrganisation[], today: IsoDate): DemoPlans {
  const firstYear = schoolYearOf(today) - 1;
  const period = { from: schoolYearPeriod(firstYear).from, to: schoolYearPeriod(firstYear + 1).to };
  const out: DemoPlans = {
    plans: [],
    orders: [],
    revisions: [],
    sections: [],
    measures: [],
    parties: [],
    results: [],
    adoptions: [],
    occurrences: [],
    facts: new Map(),
    schoolsInSupport: [],
  };
  const counters = { section: 0, order: 0 };
  const organisationByName = new Map(
    organisations
      .filter((one) => one.kind === 'institute' || one.kind === 'centre')
      .map((one) => [one.short_name, one.id]),
  );
  const prepared = new Map<DemoSection[], Map<string, { deadline: Deadline; due: ReturnType<typeof occurrences> }>>();
  for (const template of [REGION, DISTRICT, MUNICIPALITY, SCHOOL])
    prepared.set(template, prepare(template, firstYear, period));

  const place = (
    organisation: DemoOrganisation,
    level: string,
    title: string,
    template: DemoSection[],
    parent: Placed | null,
    approved: boolean,
  ): Placed => {
    const planId = out.plans.length + 1;
    const body: PlanBody = {
      title,
      period,
      goal: goalOf(level),
      tasks: [],
      rhythm: 'half-yearly',
      sections: [],
      measures: [],
      glossary: [],
      tables: [],
      other: [],
    };
    const placed: Placed = { planId, measures: new Map() };
    let position = 0;
    template.forEach((section, index) => {
      const sectionId = ++counters.section;
      const number = String(index + 1);
      body.sections.push({ id: sectionId, parentId: null, number, title: section.title });
      out.sections.push({ id: sectionId, plan_id: planId, position: index + 1, number, title: section.title });
      section.measures.forEach((measure, inSection) => {
        const parentId = measure.from ? (parent?.measures.get(measure.from) ?? null) : null;
        const declined = parentId !== null && level !== 'region' && random.chance(DECLINED);
        if (declined) {
          out.adoptions.push({
            measure_id: parentId,
            organisation_id: organisation.id,
            decision: 'declined',
            reason: 'Работа уже ведётся в рамках другого плана организации.',
            child_measure_id: null,
          });
          return;
        }
        const id = out.measures.length + 1;
        position += 1;
        const ready = prepared.get(template)?.get(measure.key);
        if (!ready) throw new Error(`No deadline prepared for ${measure.key}`);
        const content: ContentMeasure = {
          id,
          sectionId,
          number: `${number}.${inSection + 1}`,
          text: measure.text,
          deadline: ready.deadline,
          parties: measure.parties.map((text) => party(text, organisationByName)),
          results: measure.results as ContentMeasure['results'],
          schools: [],
          note: null,
          execution: null,
          other: [],
          weight: 1,
          parentMeasureId: parentId,
          schedulePlanId: null,
        };
        body.measures.push(content);
        pushMeasure(out, content, planId, position, nextAudience(level, template, measure.key));
        placed.measures.set(measure.key, id);
        out.facts.set(id, { text: measure.text, results: measure.results });
        if (parentId !== null) {
          out.adoptions.push({
            measure_id: parentId,
            organisation_id: organisation.id,
            decision: 'adopted',
            reason: null,
            child_measure_id: id,
          });
        }
        if (!approved) return;
        for (const due of ready.due) {
          out.occurrences.push({
            id: out.occurrences.length + 1,
            measure_id: id,
            plan_id: planId,
            organisation_id: organisation.id,
            sequence: due.sequence,
            label: due.label,
            window_from: due.windowFrom,
            due_on: due.dueOn,
            state: 'planned',
            done_on: null,
            proved: false,
          });
        }
      });
    });
    out.plans.push({
      id: planId,
      organisation_id: organisation.id,
      level,
      title,
      period_from: period.from,
      period_to: period.to,
      goal: body.goal,
      tasks: [],
      state: approved ? 'approved' : 'draft',
      is_model: false,
      parent_plan_id: parent?.planId ?? null,
      rhythm: 'half-yearly',
      version: 1,
      revision: approved ? 1 : null,
      offered_at: approved && level !== 'school' ? `${period.from}T09:00:00Z` : null,
      other: [],
    });
    if (approved) {
      const on = addDays(period.from, 5 + random.below(20));
      const orderId = ++counters.order;
      out.orders.push({
        id: orderId,
        plan_id: planId,
        purpose: 'approval',
        kind: level === 'region' ? 'распоряжение' : 'приказ',
        body: organisation.short_name,
        number: String(10 + random.below(900)),
        dated_on: on,
        signatory: 'руководитель (вымышленный)',
        revision: 1,
      });
      out.revisions.push({
        plan_id: planId,
        revision: 1,
        effective_on: on,
        content: body,
        created_at: `${on}T09:00:00Z`,
      });
    }
    return placed;
  };

  const years = `на ${schoolYearName(firstYear)} и ${schoolYearName(firstYear + 1)} учебные годы`;
  const region = organisations.find((one) => one.kind === 'region');
  if (!region) throw new Error('The demo region is missing');
  const regional = place(
    region,
    'region',
    `Комплекс мер по поддержке школ с низкими образовательными результатами в Приозёрской области ${years}`,
    REGION,
    null,
    true,
  );
  const ofDistrict = new Map<number, Placed>();
  const ofMunicipality = new Map<number, Placed>();
  for (const one of organisations.filter((candidate) => candidate.kind === 'district')) {
    ofDistrict.set(
      one.id,
      place(one, 'district', `План поддержки школ (${one.short_name}) ${years}`, DISTRICT, regional, true),
    );
  }
  for (const one of organisations.filter((candidate) => candidate.kind === 'municipality')) {
    ofMunicipality.set(
      one.id,
      place(
        one,
        'municipality',
        `Муниципальный план поддержки школ, ${one.short_name}, ${years}`,
        MUNICIPALITY,
        regional,
        true,
      ),
    );
  }
  for (const one of organisations.filter((candidate) => candidate.kind === 'school')) {
    const above = one.parent_id === null ? undefined : ofMunicipality.get(one.parent_id);
    const first = out.schoolsInSupport.length === 0;
    if (!above || (!first && !random.chance(SHARE_IN_SUPPORT))) continue;
    out.schoolsInSupport.push(one.id);
    place(
      one,
      'school',
      `План перехода в эффективный режим развития, ${one.short_name}, ${years}`,
      SCHOOL,
      above,
      first || random.chance(0.95),
    );
  }
  return out;
}

function prepare(template: DemoSection[], firstYear: number, period: { from: IsoDate; to: IsoDate }) {
  const ready = new Map<string, { deadline: Deadline; due: ReturnType<typeof occurrences> }>();
  for (const measure of template.flatMap((section) => section.measures)) {
    const text = measure.deadline.replaceAll('{1}', String(firstYear)).replaceAll('{2}', String(firstYear + 1));
    const deadline = parseDeadline(text);
    ready.set(measure.key, { deadline, due: occurrences(deadline, { period, rhythm: 'half-yearly' }) });
  }
  return ready;
}

function pushMeasure(
  out: DemoPlans,
  content: ContentMeasure,
  planId: number,
  position: number,
  audience: string[],
): void {
  out.measures.push({
    id: content.id,
    plan_id: planId,
    section_id: content.sectionId,
    position,
    number: content.number,
    text: content.text,
    deadline_text: content.deadline.text,
    deadline_kind: content.deadline.kind,
    deadline: content.deadline,
    weight: 1,
    parent_measure_id: content.parentMeasureId,
    audience,
    other: [],
  });
  content.parties.forEach((one, index) =>
    out.parties.push({
      measure_id: content.id,
      position: index,
      text: one.text,
      organisation_name: one.organisation,
      organisation_id: one.organisationId,
      confidence: one.confidence,
      person: null,
      post: one.post,
      by_agreement: one.byAgreement,
    }),
  );
  content.results.forEach((one, index) =>
    out.results.push({ measure_id: content.id, position: index, text: one.text, kind: one.kind }),
  );
}

function party(text: string, known: Map<string, number>): ContentMeasure['parties'][number] {
  const bare = text.replace(/\s*\(по согласованию\)$/, '');
  const organisationId = known.get(bare) ?? null;
  const role = /^(директор|заместитель|руководител|классн|учител|педагог)/.test(bare);
  return {
    text,
    organisation: role ? null : bare,
    organisationId,
    confidence: organisationId === null ? null : 1,
    person: null,
    post: role ? bare : null,
    byAgreement: bare !== text,
  };
}

function nextAudience(level: string, template: DemoSection[], key: string): string[] {
  if (level === 'region') {
    const audience = [];
    if (DISTRICT.some((section) => section.measures.some((measure) => measure.from === key))) audience.push('district');
    if (MUNICIPALITY.some((section) => section.measures.some((measure) => measure.from === key)))
      audience.push('municipality');
    return audience;
  }
  return template === MUNICIPALITY && SCHOOL.some((section) => section.measures.some((measure) => measure.from === key))
    ? ['school']
    : [];
}

function goalOf(level: string): string | null {
  return level === 'school'
    ? 'Повышение образовательных результатов обучающихся школы'
    : 'Создание условий для получения качественного образования в каждой школе';
}
