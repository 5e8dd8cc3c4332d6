/** Where this program lies and which version it is. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the program: two above this file, and two above the page bundle that holds a copy of it. */
export const HOME = fileURLToPath(new URL('../..', import.meta.url));

export function programVersion(): string {
  const manifest = JSON.parse(readFileSync(join(HOME, 'package.json'), 'utf8')) as { version: string };
  return manifest.version;
}
