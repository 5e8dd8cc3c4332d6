/** Builds the pages when there is no build or a source is newer than it: `npm start` on a built tree starts at once. */
import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

function newestChange(path: string): number {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(0, ...readdirSync(path).map((name) => newestChange(join(path, name))));
}

function builtAt(): number {
  try {
    return statSync(join(root, 'build/server/index.js')).mtimeMs;
  } catch {
    return 0;
  }
}

const sources = ['src', 'package-lock.json', 'vite.config.ts', 'react-router.config.ts'];
if (builtAt() < Math.max(...sources.map((source) => newestChange(join(root, source))))) {
  const { status } = spawnSync('react-router', ['build'], {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  process.exit(status ?? 1);
}
