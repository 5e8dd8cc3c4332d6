/** One line per event on stderr: time, level, text, facts; as text with JSON facts, or as one JSON object. */
import type { Config } from './config.ts';

type Facts = Record<string, unknown>;
type Level = 'debug' | 'info' | 'warn' | 'error';
export type Log = Record<Level, (text: string, facts?: Facts) => void>;
type LogSettings = Pick<Config, 'logLevel'> & Partial<Pick<Config, 'logFormat'>>;

const ORDER = ['debug', 'info', 'warn', 'error', 'silent'];

export function openLog(
  { logLevel, logFormat = 'text' }: LogSettings,
  write: (line: string) => void = (line) => void process.stderr.write(line),
): Log {
  const line = logFormat === 'json' ? jsonLine : textLine;
  const at = (own: Level) => (text: string, facts?: Facts) => {
    if (ORDER.indexOf(own) < ORDER.indexOf(logLevel)) return;
    write(`${line(new Date().toISOString(), own, text, facts)}\n`);
  };
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

function textLine(time: string, level: Level, text: string, facts?: Facts): string {
  return `${time} ${level} ${text}${facts ? ` ${JSON.stringify(facts, errorsAsText)}` : ''}`;
}

function jsonLine(time: string, level: Level, text: string, facts?: Facts): string {
  return JSON.stringify({ time, level, text, ...facts }, errorsAsText);
}

function errorsAsText(_key: string, value: unknown): unknown {
  return value instanceof Error ? value.stack : value;
}
