/** Processor time as Linux counts it, which another program on the machine disturbs far less than it does a clock. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parentOf, readOr } from '#tests/support/processes.ts';

export type Used = { server: number; database: number };

/** Milliseconds used so far by the server with its processes and by its PostgreSQL; zeros where the system does not tell. */
export function cpuUsed(serverPid: number, directory: string): Used {
  // Under a directory that is closed for PostgreSQL's own user the cluster lies elsewhere.
  const home = readOr(join(directory, 'postgres/moved-to')).trim() || join(directory, 'postgres');
  const lock = readOr(join(home, 'cluster/postmaster.pid'));
  const postmaster = Number(lock.split('\n')[0]);
  const children = (parent: number) => pids().filter((pid) => pid !== postmaster && parentOf(pid) === parent);
  const total = (those: readonly number[]) => those.reduce((sum, pid) => sum + used(pid), 0);
  return { server: total([serverPid, ...children(serverPid)]), database: total(children(postmaster)) };
}

function used(pid: number): number {
  const threads = list(`/proc/${pid}/task`);
  return threads.reduce((sum, id) => sum + Number(readOr(`/proc/${pid}/task/${id}/schedstat`).split(' ')[0]) / 1e6, 0);
}

function pids(): number[] {
  return list('/proc').map(Number).filter(Boolean);
}

function list(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}
