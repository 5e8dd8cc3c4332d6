/** A rule as its conditions in order and a function of how often each is met. */
import type { Condition, Rule } from '../methodology/schema.ts';

export type Truth = true | false | null;

export type CompiledRule = {
  conditions: Condition[];
  /** `met` for each condition: true, false, or null where the data cannot tell. */
  holds(met: readonly Truth[]): Truth;
};

export function compileRule(rule: Rule): CompiledRule {
  const conditions: Condition[] = [];
  const holds = compile(rule, conditions);
  return { conditions, holds };
}

type Holds = (met: readonly Truth[]) => Truth;

function compile(rule: Rule, conditions: Condition[]): Holds {
  if ('all' in rule) {
    const parts = rule.all.map((part) => compile(part, conditions));
    return (met) => atLeast(parts.length, parts, met);
  }
  if ('any' in rule) {
    const parts = rule.any.map((part) => compile(part, conditions));
    return (met) => atLeast(1, parts, met);
  }
  if ('not' in rule) {
    const part = compile(rule.not, conditions);
    return (met) => {
      const truth = part(met);
      return truth === null ? null : !truth;
    };
  }
  if ('of' in rule) {
    const parts = rule.of.map((part) => compile(part, conditions));
    return (met) => atLeast(rule.atLeast, parts, met);
  }
  const place = conditions.push(rule) - 1;
  return (met) => met[place] as Truth;
}

/** Kleene's logic: unknown only where the unknown parts could change the answer. */
function atLeast(wanted: number, parts: readonly Holds[], met: readonly Truth[]): Truth {
  let known = 0;
  let open = 0;
  for (const part of parts) {
    const truth = part(met);
    if (truth === true) known += 1;
    else if (truth === null) open += 1;
  }
  if (known >= wanted) return true;
  return known + open >= wanted ? null : false;
}
