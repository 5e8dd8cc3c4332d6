/**
 * `npm run audit`: asks the registry about known holes in what a running Opora is made of. 0: none that is high or
 * critical; 1: some, listed; 2: the registry could not be asked, so nothing is known: never taken for a clean answer.
 */
import { spawn } from 'node:child_process';

type Answer = {
  vulnerabilities?: Record<string, { severity: string; range: string; fixAvailable: unknown }>;
  metadata?: { vulnerabilities: Record<string, number> };
  message?: string;
};

const GATE = ['high', 'critical'];

const text = await npmAudit();
const answer = parsed(text);
if (!answer?.vulnerabilities || !answer.metadata) {
  console.error(
    `The registry did not answer: ${answer?.message ?? (text.trim().slice(0, 200) || 'nothing was said')}.`,
  );
  console.error(
    'Nothing is known about holes. Ask where the registry is npm itself or a mirror that passes audits on:',
  );
  console.error('  npm config set registry https://registry.npmjs.org && npm run audit');
  process.exitCode = 2;
} else {
  const found = Object.entries(answer.vulnerabilities);
  for (const [name, { severity, range, fixAvailable }] of found)
    console.log(`${severity}: ${name} ${range}${fixAvailable ? ', mended in a newer version' : ''}`);
  const grave = found.filter(([, { severity }]) => GATE.includes(severity));
  console.log(`${found.length} packages with known holes, ${grave.length} of them high or critical.`);
  process.exitCode = grave.length > 0 ? 1 : 0;
}

function npmAudit(): Promise<string> {
  return new Promise((resolve, reject) => {
    const windows = process.platform === 'win32';
    const npm = spawn('npm', ['audit', '--omit=dev', '--json'], {
      stdio: ['ignore', 'pipe', 'ignore'],
      shell: windows,
    });
    let said = '';
    npm.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
    npm.once('error', reject);
    npm.once('close', () => resolve(said));
  });
}

function parsed(json: string): Answer | null {
  try {
    return JSON.parse(json) as Answer;
  } catch {
    return null;
  }
}
