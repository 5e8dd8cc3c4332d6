/** `npm run bench [-- name…]`: runs bench/<name>.bench.ts one after another and prints medians and ratios. */
import { readdir } from 'node:fs/promises';
import { cpus } from 'node:os';

export type Measurement = {
  name: string;
  unit: 'ms' | 'MB' | 'requests/s' | 'ratio';
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
  const digits = (value: number) => value.toFixed(one.unit === 'ratio' || value < 10 ? 2 : 1);
  const parts = [`${one.name}: ${digits(one.ours)} ${one.unit}`];
  if (one.other) parts.push(`${one.other.name} ${digits(one.other.value)} ${one.unit}`);
  if (one.ratio !== undefined) parts.push(`ratio ${one.ratio.toFixed(2)}`);
  if (one.target) parts.push(`target ${one.target}`);
  if (one.note) parts.push(one.note);
  return parts.join(' · ');
}
