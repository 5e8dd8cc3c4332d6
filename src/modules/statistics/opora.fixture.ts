/** The command line within this process, with files of the project. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { resolve } from 'node:path';
import { main } from '../../cli.ts';

const PROJECT = fileURLToPath(new URL('../../../', import.meta.url));

export type Outcome = { code: number; out: string; err: string };

/** @param files contents by name, beside those of the project */
export async function opora(words: readonly string[], files: Record<string, string | Uint8Array> = {}) {
  const outcome: Outcome = { code: 0, out: '', err: '' };
  outcome.code = await main(words, {
    stdout: { write: (text) => void (outcome.out += text) },
    stderr: { write: (text) => void (outcome.err += text) },
    readFile: async (path) => {
      const own = files[path];
      if (own !== undefined) return typeof own === 'string' ? new TextEncoder().encode(own) : own;
      return readFile(resolve(PROJECT, path));
    },
    readStdin: async () => '',
    askSecret: async () => null,
  });
  return outcome;
}

/** The answer of `opora stats …  --json`. */
export async function answer<T>(words: readonly string[], files: Record<string, string | Uint8Array> = {}): Promise<T> {
  const { code, out, err } = await opora(['stats', ...words, '--json'], files);
  if (code !== 0) throw new Error(`exit ${code}: ${err}`);
  return JSON.parse(out) as T;
}
