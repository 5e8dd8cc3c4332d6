/** The four levels of the cascade: region → education district → municipality → school. */

export const PLAN_LEVELS = ['region', 'district', 'municipality', 'school'] as const;
export type PlanLevel = (typeof PLAN_LEVELS)[number];

export const LEVEL_NAMES: Record<PlanLevel, string> = {
  region: 'региональный',
  district: 'окружной',
  municipality: 'муниципальный',
  school: 'школьный',
};

/** The organisations of a level, as those who are sent something. */
export const LEVEL_RECIPIENTS: Record<PlanLevel, string> = {
  region: 'регион',
  district: 'округа',
  municipality: 'муниципалитеты',
  school: 'школы',
};

/** Institutes and centres work for the whole region, so their plans are regional. */
export function levelOf(organisationKind: string): PlanLevel {
  return PLAN_LEVELS.find((level) => level === organisationKind) ?? 'region';
}

/** Path of the subtree that an organisation's plans can be sent down to. */
export function reachOf({ kind, path }: { kind: string; path: string }): string {
  return kind === 'institute' || kind === 'centre' ? path.replace(/\d+\.$/, '') : path;
}

/** The levels to which a plan of this level can be sent down. */
export function levelsBelow(level: PlanLevel): PlanLevel[] {
  return PLAN_LEVELS.slice(PLAN_LEVELS.indexOf(level) + 1);
}

const TITLE_WORDS: readonly (readonly [PlanLevel, RegExp])[] = [
  ['district', /(уров\S* (образовательн\S* )?округ|окружн\S* уров|уров\S* .{0,20}\bокруг)/],
  ['municipality', /(муниципальн\S* уров|уров\S* муниципал|уров\S* (района|города)|районн\S* уров)/],
  [
    'school',
    /(уров\S* (общеобразовательн|образовательн|школ|учрежден|оо\b|организац)|школьн\S* уров|внутришкольн\S* уров)/,
  ],
  [
    'region',
    /(региональн\S* уров|областн\S* уров|краев\S* уров|республиканск\S* уров|уров\S* (региона|субъекта|области|края))/,
  ],
];

/** The level that a section's title names («Муниципальный уровень»), or null. */
export function levelOfSection(title: string): PlanLevel | null {
  const folded = title.toLowerCase().replaceAll('ё', 'е').replace(/\s+/g, ' ');
  return TITLE_WORDS.find(([, words]) => words.test(folded))?.[0] ?? null;
}

/**
 * To whom each section is proposed to be sent when the sections of a plan stand for levels (Kirov's model plan does so):
 * at least two sections name different levels. In any other plan the person who sends it down chooses.
 */
export function audienceBySections(planLevel: PlanLevel, sections: readonly { title: string }[]): PlanLevel[][] {
  const named = sections.map((section) => levelOfSection(section.title));
  if (new Set(named.filter(Boolean)).size < 2) return sections.map(() => []);
  const below = levelsBelow(planLevel);
  return named.map((level) => (level !== null && below.includes(level) ? [level] : []));
}

/** Ids of the sections whose measures other levels carry out: they bring the plan's own organisation no deadlines. */
export function sectionsOfOtherLevels(
  planLevel: PlanLevel,
  sections: readonly { id: number; parentId: number | null; title: string }[],
): Set<number> {
  const named = new Map(sections.map((section) => [section.id, levelOfSection(section.title)]));
  if (new Set([...named.values()].filter((level) => level !== null)).size < 2) return new Set();
  const parents = new Map(sections.map((section) => [section.id, section.parentId]));
  const levelAt = (id: number | null): PlanLevel | null =>
    id === null ? null : (named.get(id) ?? levelAt(parents.get(id) ?? null));
  return new Set(sections.map(({ id }) => id).filter((id) => ![null, planLevel].includes(levelAt(id))));
}
