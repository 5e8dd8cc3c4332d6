/** Other processes of this machine, where the system tells of them. */
import { existsSync, readFileSync } from 'node:fs';

export function childrenOf(pid: number): number[] {
  const list = `/proc/${pid}/task/${pid}/children`;
  return existsSync(list) ? readFileSync(list, 'utf8').trim().split(' ').filter(Boolean).map(Number) : [];
}

export function commandOf(pid: number): string {
  return readOr(`/proc/${pid}/cmdline`);
}

export function parentOf(pid: number): number {
  const stat = readOr(`/proc/${pid}/stat`);
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
}

/** Nothing of a file that is gone or closed to us: a process may end while it is looked at. */
export function readOr(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
