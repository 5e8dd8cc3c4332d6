import fc from 'fast-check';
import { expect, test } from 'vitest';
import { networkOf, RateLimit } from './rate-limit.ts';

test('a third of a minute may come at once, then the pace holds, and waiting as told helps', () => {
  const limit = new RateLimit(60);
  const passed = Array.from({ length: 30 }, () => limit.take('a', 0)).filter((wait) => wait === 0);
  expect(passed).toHaveLength(20);
  const wait = limit.take('a', 0);
  expect(wait).toBe(1000);
  expect(limit.take('a', wait - 1)).toBeGreaterThan(0);
  expect(limit.take('a', wait)).toBe(0);
  expect(limit.take('b', 0)).toBe(0);
});

test('never more than the burst and the pace, whenever requests come', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(400), { maxLength: 400 }), (gaps) => {
      const limit = new RateLimit(120);
      let now = 0;
      let passed = 0;
      for (const gap of gaps) {
        now += gap;
        if (limit.take('a', now) === 0) passed += 1;
      }
      expect(passed).toBeLessThanOrEqual(40 + now / 500 + 1);
    }),
  );
});

test('a flood of addresses takes bounded memory', () => {
  const limit = new RateLimit(60, 100);
  for (let at = 0; at < 10_000; at += 1) limit.take(`10.0.${at >> 8}.${at & 255}`, at);
  expect(limit.remembered).toBeLessThanOrEqual(200);
});

test('an IPv6 asker is a network, a mapped IPv4 one is itself', () => {
  expect(networkOf('::ffff:10.1.2.3')).toBe('10.1.2.3');
  expect(networkOf('2001:DB8:1:2:aaaa::1')).toBe('2001:db8:1:2');
  expect(networkOf('2001:db8::1')).toBe('2001:db8:0:0');
  expect(networkOf('fe80::1%eth0')).toBe('fe80:0:0:0');
  expect(networkOf('::1')).toBe('::1');
});
