/**
 * `npm run crash [-- --rounds 200 --seed 1]`: the built server with its worker and database, people at work, and kill -9 of
 * one of them in each round. Prints every round and a summary; exit code 1 when something promised is lost or half-done.
 */
import { chmod, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { crash } from './crash.ts';
import { TARGETS } from './system.ts';

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '200' }, seed: { type: 'string', default: '1' } },
});
const rounds = Number(values.rounds);
const seed = Number(values.seed);
if (!(rounds >= 1) || !Number.isInteger(seed)) {
  process.stderr.write('Not a number of rounds, or not a seed.\n');
  process.exit(2);
}
const say = (line: string) => process.stdout.write(`${line}\n`);
const directory = await mkdtemp(join(tmpdir(), 'opora-crash-'));
// Under root the database runs as `nobody`, who must get through.
await chmod(directory, 0o711);
say(`${rounds} rounds, seed ${seed}`);
const begun = performance.now();
const summary = await crash({
  directory: join(directory, 'data'),
  rounds,
  seed,
  untilJobsDone: true,
  tell({ round, hit, atMs, backMs, wrong }) {
    say(
      `${String(round).padStart(4)}  ${hit}, killed after ${atMs} ms, back after ${backMs} ms${wrong.length > 0 ? '  LOST' : ''}`,
    );
    for (const line of wrong) say(`      ${line}`);
  },
});
const by = (target: string) => summary.rounds.filter((round) => round.target === target);
say(`Killed: ${TARGETS.map((target) => `${target} ${by(target).length}`).join(', ')}.`);
for (const target of TARGETS) {
  const times = by(target)
    .map(({ backMs }) => backMs)
    .toSorted((a, b) => a - b);
  if (times.length > 0)
    say(`  back after ${target}: median ${times[Math.floor(times.length / 2)]} ms, longest ${times.at(-1)} ms`);
}
say(
  `Acknowledged ${summary.acknowledged} acts on ${summary.objects} objects, refused ${summary.refused}, left unanswered ${summary.unanswered}.`,
);
say(`  ${[...summary.done].map(([name, n]) => `${name} ${n}`).join(', ')}`);
say(`  pages said: ${[...summary.troubles].map(([told, n]) => `${told} × ${n}`).join(', ') || 'nothing wrong'}`);
say(
  `Jobs left over were finished after ${summary.finishedSeconds} s. It took ${Math.round((performance.now() - begun) / 1000)} s.`,
);
for (const line of summary.wrong) say(line);
const lost = summary.wrong.length + summary.rounds.filter(({ wrong }) => wrong.length > 0).length;
say(lost === 0 ? 'Nothing was lost, nothing is half-done.' : `${lost} findings.`);
process.exitCode = lost === 0 ? 0 : 1;
