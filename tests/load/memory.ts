/** Memory of the program, as Linux tells it: the server with its worker, and PostgreSQL by what is its own. */
import { readdirSync } from 'node:fs';
import { commandOf, parentOf, readOr } from '#tests/support/processes.ts';

export type Memory = { server: number; database: number };

const KB = 1024;

/** Megabytes: resident memory of the server's processes; of PostgreSQL the shared part counted once (PSS). */
export function memoryOf(serverPid: number): Memory {
  const processes = readdirSync('/proc')
    .map(Number)
    .filter(Boolean)
    .map((pid) => ({ pid, parent: parentOf(pid), command: commandOf(pid) }));
  const below = (pid: number): typeof processes =>
    processes.filter(({ parent }) => parent === pid).flatMap((one) => [one, ...below(one.pid)]);
  const all = [...processes.filter(({ pid }) => pid === serverPid), ...below(serverPid)];
  const isDatabase = ({ command }: { command: string }) => command.includes('postgres');
  const sum = (those: typeof all, measure: (pid: number) => number) =>
    those.reduce((total, { pid }) => total + measure(pid), 0) / KB;
  return {
    server: sum(
      all.filter((one) => !isDatabase(one)),
      (pid) => number(`/proc/${pid}/status`, /VmRSS:\s+(\d+)/),
    ),
    database: sum(all.filter(isDatabase), (pid) => number(`/proc/${pid}/smaps_rollup`, /^Pss:\s+(\d+)/m)),
  };
}

function number(file: string, pattern: RegExp): number {
  return Number(pattern.exec(readOr(file))?.[1] ?? 0);
}
