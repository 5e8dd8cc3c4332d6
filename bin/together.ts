/**
 * Runs scripts of package.json, as many at a time as there are cores: `node bin/together.ts check:types build`. Each tells
 * what it said when it is done; all are run, and one that fails makes the whole fail.
 */
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';

const { scripts } = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8')) as {
  scripts: Record<string, string>;
};
const waiting = process.argv.slice(2);
const failed: string[] = [];

await Promise.all(
  Array.from({ length: Math.max(2, availableParallelism()) }, async () => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) await run(name);
  }),
);
if (failed.length > 0) {
  process.stderr.write(`\nFailed: ${failed.join(', ')}\n`);
  process.exitCode = 1;
}

function run(name: string): Promise<void> {
  const command = scripts[name];
  if (command === undefined) throw new Error(`package.json has no script «${name}».`);
  const begun = performance.now();
  // npm has put node_modules/.bin on the path, for this program as for what it starts.
  const child = spawn(command, { shell: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const said: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => said.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => said.push(chunk));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      if (code !== 0) failed.push(name);
      const seconds = ((performance.now() - begun) / 1000).toFixed(1);
      process.stdout.write(`\n> ${name}: ${code === 0 ? 'done' : 'FAILED'} in ${seconds} s\n${Buffer.concat(said)}`);
      resolve();
    });
  });
}
