/** R as a process that stays: it keeps its data in memory and answers each case with its own milliseconds. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export type R = {
  /** Milliseconds of one run, or null, said once on the error output, where the package is absent. */
  time: (name: string) => Promise<number | null>;
  end: () => Promise<void>;
};

export function hasR(): boolean {
  return spawnSync('Rscript', ['--version'], { stdio: 'ignore' }).status === 0;
}

export function startR(directory: string): R {
  const child = spawn('Rscript', ['--vanilla', join(import.meta.dirname, 'reference.R'), directory], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const absent = new Set<string>();
  return {
    async time(name) {
      if (absent.has(name)) return null;
      child.stdin.write(`${name}\n`);
      const { value } = (await lines.next()) as { value?: string };
      const taken = Number(value);
      if (Number.isFinite(taken)) return taken;
      absent.add(name);
      process.stderr.write(`SKIPPED in R: ${name}: ${value ?? 'R ended'}\n`);
      return null;
    },
    async end() {
      child.stdin.end();
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
}
