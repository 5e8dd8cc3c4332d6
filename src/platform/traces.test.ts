import { createServer } from 'node:http';
import { Hono } from 'hono';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testServices } from '#tests/support/factory.ts';
import type { HttpVariables } from './http.ts';
import { inSpan, openTraces, tracedRequests } from './traces.ts';

type Sent = {
  name: string;
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  status: { code?: number };
  attributes: { key: string; value: { stringValue?: string; intValue?: number } }[];
};

const sent: Sent[] = [];
let service = '';
const collector = createServer((request, response) => {
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  request.on('end', () => {
    const [first] = JSON.parse(Buffer.concat(parts).toString()).resourceSpans;
    service = JSON.stringify(first.resource.attributes);
    sent.push(...first.scopeSpans.flatMap(({ spans }: { spans: Sent[] }) => spans));
    response.end('{}');
  });
});
let end: () => Promise<void>;

beforeAll(async () => {
  await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve));
  const { port } = collector.address() as { port: number };
  end = await openTraces(`http://127.0.0.1:${port}/v1/traces`, 'opora-server');
});
afterAll(() => collector.close());

const of = (span: Sent | undefined, key: string) => {
  const value = span?.attributes.find((attribute) => attribute.key === key)?.value;
  return value?.stringValue ?? value?.intValue;
};

test('a request, its queries and a job become spans that hold no values', async () => {
  const { db } = await testServices();
  const app = new Hono<{ Variables: HttpVariables }>();
  app.use(tracedRequests(1));
  app.get('/people/:id', async (context) => {
    const name = context.req.query('q') ?? '';
    await sql`select ${name}::text as name`.execute(db);
    return context.text('ok');
  });
  const traceId = '0af7651916cd43dd8448eb211c80319c';
  await app.request('/people/17?q=Секретова', { headers: { traceparent: `00-${traceId}-b7ad6b7169203331-01` } });
  await expect(
    inSpan('job results.import', 'CONSUMER', {}, () => sql`select 1 / ${0}::integer`.execute(db)),
  ).rejects.toThrow();
  await sql`select 'outside'`.execute(db);
  await end();

  expect(service).toContain('opora-server');
  const request = sent.find(({ name }) => name === 'GET /people/:id');
  expect(request).toMatchObject({ traceId, parentSpanId: 'b7ad6b7169203331' });
  expect(of(request, 'http.response.status_code')).toBe(200);
  const query = sent.find(({ parentSpanId }) => parentSpanId === request?.spanId);
  expect(query?.name).toBe('select');
  expect(of(query, 'db.query.text')).toBe('select $1::text as name');
  const job = sent.find(({ name }) => name === 'job results.import');
  expect(job?.status.code).toBe(2);
  expect(of(job, 'error.type')).toBe('22012');
  expect(sent.some(({ parentSpanId }) => parentSpanId === job?.spanId)).toBe(true);
  expect(JSON.stringify(sent)).not.toMatch(/Секретова|outside|\/people\/17/);
});

test('without a collector nothing is traced and everything runs', async () => {
  await expect(inSpan('job', 'CONSUMER', {}, async (span) => span)).resolves.toBeUndefined();
});
