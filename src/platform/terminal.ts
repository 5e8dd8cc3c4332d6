/** What a command-line verb has of the terminal. */
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import type { CliIo } from '#kernel/cli.ts';

export function terminal(): Omit<CliIo, 'readFile'> {
  return { stdout: process.stdout, stderr: process.stderr, readStdin, askSecret };
}

async function readStdin(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

/** Asks without echo; null where nobody sits at the other end. */
async function askSecret(question: string): Promise<string | null> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return null;
  const mute = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: mute, terminal: true });
  process.stderr.write(question);
  try {
    return await new Promise<string>((resolve, reject) => {
      lines.once('SIGINT', () => reject(new Error('Отменено.')));
      lines.question('', resolve);
    });
  } finally {
    lines.close();
    process.stderr.write('\n');
  }
}
