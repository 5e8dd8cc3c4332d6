/**
 * OpenTelemetry traces: a request, its queries, a background job, each a span, sent by OTLP over HTTP. Nothing is loaded and
 * nothing measured unless OPORA_TRACES_URL names a collector. Spans name routes and texts of queries, never persons, values or
 * addresses with what was searched for.
 */
import type * as OpenTelemetry from '@opentelemetry/api';
import type { Span, SpanKind, Tracer } from '@opentelemetry/api';
import type { MiddlewareHandler } from 'hono';
import type { HttpVariables } from './http.ts';
import { routeOf } from './route-of.ts';
import { programVersion } from './version.ts';

type Api = typeof OpenTelemetry;
type Opened = { api: Api; tracer: Tracer };

/** One for the process: a query does not know who asks. */
let opened: Opened | undefined;

const QUERY_TEXT = 2000;
/** A collector that does not answer must not keep a process from ending. */
const SEND_MS = 3000;

/** Begins to trace; `service` tells the processes apart. The result sends what is left and ends it. */
export async function openTraces(url: string, service: 'opora-server' | 'opora-worker'): Promise<() => Promise<void>> {
  const [api, { TracerProvider, BatchSpanProcessor }, { OTLPTraceExporter }, contexts, resources, core] =
    await Promise.all([
      import('@opentelemetry/api'),
      import('@opentelemetry/sdk-trace'),
      import('@opentelemetry/exporter-trace-otlp-http'),
      import('@opentelemetry/context-async-hooks'),
      import('@opentelemetry/resources'),
      import('@opentelemetry/core'),
    ]);
  const provider = new TracerProvider({
    resource: resources.resourceFromAttributes({ 'service.name': service, 'service.version': programVersion() }),
    spanProcessors: [new BatchSpanProcessor({ exporter: new OTLPTraceExporter({ url, timeoutMillis: SEND_MS }) })],
  });
  api.context.setGlobalContextManager(new contexts.AsyncLocalStorageContextManager().enable());
  api.propagation.setGlobalPropagator(new core.W3CTraceContextPropagator());
  opened = { api, tracer: provider.getTracer('opora') };
  return async () => {
    opened = undefined;
    await provider.shutdown();
    api.context.disable();
    api.propagation.disable();
  };
}

/** A request, on the trace that the proxy of ours began, if there is one; what a visitor writes there counts for nothing. */
export function tracedRequests(trustedProxies: number): MiddlewareHandler<{ Variables: HttpVariables }> {
  return (context, next) => {
    if (!opened) return next();
    const { api } = opened;
    const { method, path } = context.req;
    const begun =
      trustedProxies > 0
        ? api.propagation.extract(api.context.active(), { traceparent: context.req.header('traceparent') ?? '' })
        : api.context.active();
    const route = routeOf(path);
    return api.context.with(begun, () =>
      inSpan(
        `${method} ${route}`,
        'SERVER',
        { 'http.request.method': method, 'http.route': route, 'opora.request_id': context.get('requestId') },
        async (span) => {
          await next();
          const { status } = context.res;
          span?.setAttribute('http.response.status_code', status);
          if (status >= 500) span?.setStatus({ code: api.SpanStatusCode.ERROR });
        },
      ),
    );
  };
}

/** Runs within a span, which fails with what it runs. */
export async function inSpan<T>(
  name: string,
  kind: keyof typeof SpanKind,
  attributes: Record<string, string>,
  run: (span: Span | undefined) => Promise<T>,
): Promise<T> {
  if (!opened) return run(undefined);
  const { api, tracer } = opened;
  return tracer.startActiveSpan(name, { kind: api.SpanKind[kind], attributes }, async (span) => {
    try {
      return await run(span);
    } catch (error) {
      failed(api, span, error);
      throw error;
    } finally {
      span.end();
    }
  });
}

/** A query as it is written, without its values; traced only as part of what is traced. */
export function tracedQuery<T>(text: string, ask: () => T): T {
  if (!opened?.api.trace.getActiveSpan()) return ask();
  const { api, tracer } = opened;
  const operation = /^\s*(?:\/\*.*?\*\/\s*)?(\w+)/.exec(text)?.[1]?.toLowerCase() ?? 'query';
  const span = tracer.startSpan(operation, {
    kind: api.SpanKind.CLIENT,
    attributes: { 'db.system.name': 'postgresql', 'db.query.text': text.slice(0, QUERY_TEXT) },
  });
  const asked = ask();
  if (asked instanceof Promise) {
    asked.then(
      () => span.end(),
      (error: unknown) => {
        failed(api, span, error);
        span.end();
      },
    );
  } else span.end();
  return asked;
}

/** The kind of failure only: a message may hold what was written into a field. */
function failed(api: Api, span: Span, error: unknown): void {
  const type = error instanceof Error ? ((error as { code?: string }).code ?? error.name) : 'unknown';
  span.setAttribute('error.type', type);
  span.setStatus({ code: api.SpanStatusCode.ERROR });
}
