/** Renders a page to HTML. The server takes the context key from here, so that both hold the same one. */
import { renderToString } from 'react-dom/server';
import { type EntryContext, type HandleErrorFunction, type RouterContextProvider, ServerRouter } from 'react-router';
import { openLog } from '#platform/log.ts';
import { PageAnswer } from './page-answer.ts';
import { pathToLog } from './path-to-log.ts';
import { requestOf } from './request.ts';

export { PageAnswer } from './page-answer.ts';
export { prepareBuild } from './prepare-build.ts';
export { webRequest } from './request.ts';

export default async function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  router: EntryContext,
  context: RouterContextProvider,
): Promise<Response> {
  headers.set('Content-Type', 'text/html; charset=utf-8');
  if (request.method === 'HEAD') return new Response(null, { status, headers });
  const ready = { ...router, manifest: manifestOfPage(router), ...(await readHandoff(router)) };
  // The development server allows inline scripts, and Vite's own know no nonce.
  const nonce = import.meta.env.PROD ? requestOf(context).nonce : undefined;
  const html = renderToString(<ServerRouter context={ready} url={request.url} nonce={nonce} />);
  return new PageAnswer(`<!doctype html>${html}`, { status, headers });
}

export const handleError: HandleErrorFunction = (error, { request, context }) => {
  if (request.signal.aborted) return;
  const { config, requestId } = requestOf(context);
  openLog(config).error('Страница не построена', {
    requestId,
    path: pathToLog(new URL(request.url).pathname),
    error,
  });
};

/** Only the routes of this page: the router of a rendering is made anew each time, out of all routes that it is given. */
function manifestOfPage({ manifest, staticHandlerContext }: EntryContext): EntryContext['manifest'] {
  const used = staticHandlerContext.matches.map(({ route }) => [route.id, manifest.routes[route.id]] as const);
  return { ...manifest, routes: Object.fromEntries(used) };
}

/**
 * The data for hydration comes as a stream, for pages that trickle in. Ours are whole when they are
 * rendered: reading the stream first lets one synchronous pass write everything, at half the cost.
 */
async function readHandoff({ serverHandoffStream }: EntryContext): Promise<Partial<EntryContext>> {
  if (!serverHandoffStream) return {};
  const text = await new Response(serverHandoffStream).text();
  const read = (done: boolean, value: string) => Object.assign(Promise.resolve(), { result: { done, value } });
  return {
    serverHandoffStream: new ReadableStream(),
    renderMeta: { streamCache: { 0: read(false, text), 1: read(true, '') } },
  };
}
