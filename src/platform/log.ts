/** One line per event on stderr: time, level, text, facts as JSON. */
import type { Config } from './config.ts';

type Facts = Record<string, unknown>;
type Level = 'debug' | 'info' | 'warn' | 'error';
export type Log = Record<Level, (text: string, facts?: Facts) => void>;

const ORDER = ['debug', 'info', 'warn', 'error', 'silent'];

export function openLog(
  level: Config['logLevel'],
  write: (line: string) => void = (line) => void process.stderr.write(line),
): Log {
  const at = (own: Level) => (text: string, facts?: Facts) => {
    if (ORDER.indexOf(own) < ORDER.indexOf(level)) return;
    write(`${new Date().toISOString()} ${own} ${text}${facts ? ` ${JSON.stringify(facts, errorsAsText)}` : ''}\n`);
  };
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

function errorsAsText(_key: string, value: unknown): unknown {
  return value instanceof Error ? value.stack : value;
}
