/** A process that uses the cluster of a directory until told to leave; its address goes to stdout. Run by tests, killed by some. */
import { startEmbeddedPostgres } from '#platform/embedded-postgres.ts';

const postgres = await startEmbeddedPostgres(process.argv[2] ?? '', {
  durable: false,
  report: (text) => process.stderr.write(`${text}\n`),
});
process.stdout.write(`${postgres.urlOf('postgres')}\n`);
process.on('SIGTERM', () => void postgres.stop().then(() => process.exit(0)));
setInterval(() => undefined, 60_000);
