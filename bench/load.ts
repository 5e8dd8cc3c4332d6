/**
 * Load from a process of its own, so that the answers are not waiting for whoever evaluates them: requests at even
 * distances, whether or not earlier ones were answered. `node bench/load.ts URL COOKIE RATE SECONDS` prints the times.
 * The first two seconds are not counted: in them this process compiles its own code and opens its connections.
 */
import { Agent, get } from 'node:http';

const [url = '', cookie = '', rate = '1', seconds = '1'] = process.argv.slice(2);
const WARM_SECONDS = 2;
const agent = new Agent({ keepAlive: true });
const times: number[] = [];
let errors = 0;

function ask(counts: boolean): Promise<void> {
  const begun = performance.now();
  return new Promise((resolve) => {
    const failed = () => {
      errors += 1;
      resolve();
    };
    // Compressed, as browsers ask.
    get(url, { agent, headers: { cookie, 'accept-encoding': 'gzip' } }, (answer) => {
      if (answer.statusCode !== 200) errors += 1;
      answer.resume().once('end', () => {
        if (counts) times.push(performance.now() - begun);
        resolve();
      });
    }).once('error', failed);
  });
}

const asked: Promise<void>[] = [];
const start = performance.now();
for (let sent = 0; sent < (WARM_SECONDS + Number(seconds)) * Number(rate); sent += 1) {
  const wait = start + (sent * 1000) / Number(rate) - performance.now();
  if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
  asked.push(ask(sent >= WARM_SECONDS * Number(rate)));
}
await Promise.all(asked);
agent.destroy();
console.log(JSON.stringify({ times, asked: asked.length, errors }));
