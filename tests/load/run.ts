/**
 * `npm run load -- NAME… [--users 600 --schools 300 --minutes 10]`: loads a server of its own on this machine the way people
 * do, prints figures, machine and data set, and holds them against thresholds.ts; exit code 1 when one is not kept.
 */
import { cpus, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import type { Totals } from './ledger.ts';
import type { Scenario } from './scenario.ts';
import { lastDay } from './scenarios/last-day.ts';
import { ordinaryDay } from './scenarios/ordinary-day.ts';
import { processes } from './scenarios/processes.ts';
import { soak } from './scenarios/soak.ts';
import { spike } from './scenarios/spike.ts';

const SCENARIOS: Record<string, Scenario> = { day: ordinaryDay, 'last-day': lastDay, spike, soak, processes };
const ROUTES_TOLD = 8;
const GIGABYTE = 1024 ** 3;

const say = (line: string) => process.stdout.write(`${line}\n`);
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { users: { type: 'string' }, schools: { type: 'string' }, minutes: { type: 'string' } },
});
const chosen = positionals.map((name) => SCENARIOS[name]);
if (chosen.length === 0 || chosen.some((scenario) => scenario === undefined)) {
  for (const [name, { title, usual }] of Object.entries(SCENARIOS))
    process.stderr.write(`${name}: ${title} (${usual.users} people, ${usual.schools} schools, ${usual.minutes} min)\n`);
  process.exit(2);
}
say(`Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? '?'}, ${(totalmem() / GIGABYTE).toFixed(1)} GB`);
say('Server, worker, PostgreSQL and the load on this machine.');
let missed = 0;
for (const scenario of chosen.filter((one) => one !== undefined)) {
  const options = {
    users: Number(values.users ?? scenario.usual.users),
    schools: Number(values.schools ?? scenario.usual.schools),
    minutes: Number(values.minutes ?? scenario.usual.minutes),
  };
  say(
    `\n${scenario.title}\n${options.users} people, demo region of ${options.schools} schools, ${options.minutes} min`,
  );
  const { totals, checks, remarks } = await scenario.run(options, (line) => say(`  ${line}`));
  for (const one of totals) tell(one);
  for (const remark of remarks) say(`  ${remark}`);
  for (const { what, value, bound, passed } of checks) say(`${passed ? 'ok  ' : 'MISS'} ${what}: ${value} (${bound})`);
  missed += checks.filter(({ passed }) => !passed).length;
}
say(missed === 0 ? '\nAll kept.' : `\n${missed} not kept.`);
process.exitCode = missed === 0 ? 0 : 1;

function tell({ seconds, all, kinds, routes, refused, failed, broken, conflicts, examples }: Totals): void {
  say(`  ${all.requests} answers in ${seconds.toFixed(0)} s, ${all.perSecond.toFixed(1)} a second`);
  for (const [kind, one] of Object.entries(kinds)) {
    const times = [one.p50, one.p95, one.p99, one.worst].map((ms) => ms.toFixed(0));
    say(`    ${kind}: ${one.requests}; P50 ${times[0]}, P95 ${times[1]}, P99 ${times[2]}, worst ${times[3]} ms`);
  }
  for (const [route, one] of routes.slice(0, ROUTES_TOLD))
    say(`    ${route}: ${one.requests}; P50 ${one.p50.toFixed(0)}, P95 ${one.p95.toFixed(0)} ms`);
  say(`    refused ${refused}, 5xx ${failed}, broken ${broken}, conflicts ${conflicts}`);
  for (const example of examples) say(`      ${example}`);
}
