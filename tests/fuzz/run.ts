/**
 * `npm run fuzz [-- reader…] [--inputs 10000] [--seed 1] [--write FOLDER]`: spoilt files, deadlines, YAML for every
 * reader, and odd queries for the request handler («queries»). Ends with 1 when one crashed, hung or took too much memory.
 * `-- docx --seed 7 --only 123 --write /tmp/x` makes a single input again and keeps it.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { demoRegion, serve, signIn } from '../../bench/server.ts';
import { type Fault, fuzz } from './fuzz.ts';
import { inputOf } from './input.ts';
import { oddQueries } from './odd-queries.ts';
import { READERS } from './readers.ts';

const QUERIES = 'queries';
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    inputs: { type: 'string', default: '10000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    only: { type: 'string' },
    write: { type: 'string' },
  },
});
const seed = Number(values.seed);
const inputs = Number(values.inputs);
const wanted = positionals.length > 0 ? positionals : [...READERS.map(({ name }) => name), QUERIES];
const strange = wanted.filter((name) => name !== QUERIES && !READERS.some((reader) => reader.name === name));
if (strange.length > 0) {
  console.error(
    `No such reader: ${strange.join(', ')}. There are: ${READERS.map(({ name }) => name).join(', ')}, ${QUERIES}`,
  );
  process.exit(2);
}
if (values.only !== undefined) {
  await keep({ reader: wanted[0]!, seed, index: Number(values.only), text: '' });
  process.exit(0);
}

console.log(`Seed ${seed}`);
const readers = READERS.filter(({ name }) => wanted.includes(name));
const shares = readers.reduce((sum, { share }) => sum + share, 0);
const plan = readers.map(({ name, share }) => ({ reader: name, count: Math.ceil((inputs * share) / shares) }));
const faults: Fault[] = [];
for (const { reader, inputs: count, read, refused, milliseconds, slowest, faults: found } of await fuzz(plan, seed)) {
  const time = `${(milliseconds / 1000).toFixed(1)} s, slowest ${slowest.milliseconds.toFixed(0)} ms (input ${slowest.index})`;
  console.log(`${reader}: ${count} inputs, ${read} read, ${refused} refused, ${found.length} faults, ${time}`);
  faults.push(...found);
}
if (wanted.includes(QUERIES)) faults.push(...(await askQueries()));
for (const fault of faults) {
  console.error(`\n${fault.reader}, seed ${fault.seed}, input ${fault.index}\n${fault.text}`);
  if (fault.reader !== QUERIES) await keep(fault);
}
process.exitCode = faults.length > 0 ? 1 : 0;

async function keep({ reader: name, seed: from, index }: Fault): Promise<void> {
  if (values.write === undefined) return;
  const samples = await READERS.find((reader) => reader.name === name)!.samples();
  const { name: file, bytes } = inputOf(samples, name, from, index);
  await mkdir(values.write, { recursive: true });
  const path = join(values.write, `${name}-${from}-${index}-${file}`);
  await writeFile(path, bytes);
  console.log(path);
}

/** On a server of its own with a small demo region. */
async function askQueries(): Promise<Fault[]> {
  const region = await demoRegion(20);
  const server = await serve(region);
  const found: Fault[] = [];
  let slowest = 0;
  const addresses = oddQueries(seed, Math.ceil(inputs / 10));
  try {
    // Pages of the one are closed to the other.
    const cookies = [await signIn(server.url), await signIn(server.url, 'admin')];
    for (const [index, address] of addresses.entries()) {
      const cookie = cookies[index % cookies.length]!;
      const begun = performance.now();
      const answer = await fetch(`${server.url}${address}`, { headers: { cookie }, redirect: 'manual' });
      await answer.arrayBuffer();
      slowest = Math.max(slowest, performance.now() - begun);
      if (answer.status >= 500) found.push({ reader: QUERIES, seed, index, text: `${answer.status} ${address}` });
    }
  } finally {
    await server.stop();
    await region.remove();
  }
  console.log(`${QUERIES}: ${addresses.length} inputs, ${found.length} faults, slowest ${slowest.toFixed(0)} ms`);
  return found;
}
