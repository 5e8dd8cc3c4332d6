/**
 * `npm run simulate [-- --replications 2000 --seed 1 words…]`: do the intervals cover and the tests keep their level where
 * the truth is known? Prints a line for each scenario whose name holds one of the words; exit code 1 when one is out of bounds.
 */
import { parseArgs } from 'node:util';
import { outcomeOf, SCENARIOS } from './index.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { replications: { type: 'string', default: '2000' }, seed: { type: 'string', default: '1' } },
});
const replications = Number(values.replications);
const chosen = SCENARIOS.filter(
  ({ name }) => positionals.length === 0 || positionals.some((word) => name.includes(word)),
);
if (!(replications >= 1) || chosen.length === 0) {
  process.stderr.write('No such scenario, or not a number of replications.\n');
  process.exit(2);
}
const say = (line: string) => process.stdout.write(`${line}\n`);
say(`${replications} replications, seed ${values.seed}`);
let failed = 0;
for (const scenario of chosen) {
  const { value, se, passed } = outcomeOf(scenario, replications, Number(values.seed));
  if (!passed) failed += 1;
  const figures = `${(100 * value).toFixed(1)} % ± ${(196 * se).toFixed(1)}`;
  const bounds = scenario.within.map((bound) => (100 * bound).toFixed(1)).join(' … ');
  say(
    `${passed ? 'ok  ' : 'OUT '} ${scenario.name}: ${scenario.measure} ${figures} (${bounds})${scenario.why ? ` · ${scenario.why}` : ''}`,
  );
}
say(failed === 0 ? 'All within bounds.' : `${failed} out of bounds.`);
process.exitCode = failed === 0 ? 0 : 1;
