/** `npm run bench [-- name…]`: runs bench/<name>.bench.ts one after another and prints medians and ratios. */
import { readdir } from 'node:fs/promises';
import { cpus } from 'node:os';

export type Measurement = {
  name: string;
  unit: 'ms' | 'requests/s' | 'ratio';
  ours: number;
  /** What the user would pick instead, measured in the same run. */
  other?: { name: string; value: number };
  /** ours ÷ other, or as the bench defines it. */
  ratio?: number;
  target?: string;
  /** What was run, on which data. */
  note?: string;
};

const wanted = process.argv.slice(2);
const files = (await readdir(import.meta.dirname)).filter((name) => name.endsWith('.bench.ts')).sort();
const chosen = files.filter((name) => wanted.length === 0 || wanted.some((word) => name.startsWith(word)));
if (chosen.length === 0) {
  console.error(`No such bench. There are: ${files.map((name) => name.replace('.bench.ts', '')).join(', ')}`);
  process.exit(2);
}
console.log(`Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}\n`);
for (const name of chosen) {
  const { run } = (await import(`./${name}`)) as { run: () => Promise<Measurement[]> };
  for (const one of await run()) console.log(line(one));
}

function line(one: Measurement): string {
  const parts = [`${one.name}: ${one.ours.toFixed(one.unit === 'ratio' ? 2 : 1)} ${one.unit}`];
  if (one.other) parts.push(`${one.other.name} ${one.other.value.toFixed(1)} ${one.unit}`);
  if (one.ratio !== undefined) parts.push(`ratio ${one.ratio.toFixed(2)}`);
  if (one.target) parts.push(`target ${one.target}`);
  if (one.note) parts.push(one.note);
  return parts.join(' · ');
}
