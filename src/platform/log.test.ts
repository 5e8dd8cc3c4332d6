import { expect, test } from 'vitest';
import { openLog } from './log.ts';

function written(settings: Parameters<typeof openLog>[0]): string[] {
  const lines: string[] = [];
  const log = openLog(settings, (line) => void lines.push(line));
  log.debug('мелочь');
  log.warn('Письмо не ушло', { attempt: 2, error: new Error('нет сети') });
  return lines;
}

test('a line of text holds the time, the level, the words and the facts; what is below the level is not written', () => {
  const lines = written({ logLevel: 'info' });
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(/^\d{4}-\d\d-\d\dT\S+ warn Письмо не ушло {"attempt":2,"error":"Error: нет сети/);
  expect(lines[0]?.endsWith('\n')).toBe(true);
});

test('as JSON each line is one object that programs can read', () => {
  const [line = ''] = written({ logLevel: 'warn', logFormat: 'json' });
  expect(line.trim().split('\n')).toHaveLength(1);
  expect(JSON.parse(line)).toMatchObject({ level: 'warn', text: 'Письмо не ушло', attempt: 2 });
});

test('a silent log writes nothing', () => {
  expect(written({ logLevel: 'silent' })).toEqual([]);
});
