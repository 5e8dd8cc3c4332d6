/** The worker: runs background jobs until told to stop. Started by the server, or alone on another machine. */
import { jobs as audit } from '#modules/audit/jobs.ts';
import { jobs as execution } from '#modules/execution/jobs.ts';
import { jobs as identification } from '#modules/identification/jobs.ts';
import { jobs as integrity } from '#modules/integrity/jobs.ts';
import { jobs as notifications } from '#modules/notifications/jobs.ts';
import { jobs as people } from '#modules/people/jobs.ts';
import { jobs as results } from '#modules/results/jobs.ts';
import { readConfig } from '#platform/config.ts';
import { startWorker } from '#platform/jobs.ts';
import { openLog } from '#platform/log.ts';
import { mailJobs } from '#platform/mail.ts';
import { openServices } from '#platform/start.ts';
import { openTraces } from '#platform/traces.ts';

/** Closes what is open by now; a second word to stop changes nothing. */
let close: () => Promise<void> = async () => undefined;
let stopping = false;
async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  await close();
  process.exit(0);
}
process.on('SIGINT', () => void stop());
process.on('SIGTERM', () => void stop());
// The server that started it is gone: its channel closes, perhaps while this file was still being loaded.
process.on('disconnect', () => void stop());
if (process.connected === false) await stop();

const config = readConfig();
const log = openLog(config);
const endTraces = config.tracesUrl === undefined ? null : await openTraces(config.tracesUrl, 'opora-worker');
const services = await openServices(config);
close = services.close;
const worker = await startWorker(
  services,
  [...audit, ...execution, ...identification, ...integrity, ...notifications, ...people, ...results, ...mailJobs],
  log,
);
close = async () => {
  await worker.close();
  await services.close();
  await endTraces?.();
};
log.info('Фоновые задания запущены');
