/**
 * What all our loaders and actions rely on, arranged once for the whole build.
 *
 * Errors: React Router hides the message of everything thrown, and rightly so. Ours are meant to be
 * read: an AppError becomes an answer with its text and advice, and a visitor who has not signed in is
 * sent to do so. So does what passes by itself: the database being away, a full disk.
 *
 * Addresses: a page asked for by the browser's script comes as `/plans.data?_routes=…`; handlers see
 * the address of the page.
 */
import { data, redirect, type RouterContextProvider, type ServerBuild } from 'react-router';
import { type AppError, type ErrorCode, isAppError } from '#kernel/errors.ts';
import { openLog } from '#platform/log.ts';
import { troubleOf } from '#platform/trouble.ts';
import { pathToLog } from './path-to-log.ts';
import { requestOf } from './request.ts';

/** What the error page gets of an AppError. */
export type ReadableError = { code: ErrorCode; text: string; advice: string };

type Arguments = { request: Request; url: URL; context: Readonly<RouterContextProvider> };
type Handler = (args: Arguments) => unknown;

export function prepareBuild(build: ServerBuild): ServerBuild {
  const routes = Object.entries(build.routes).map(([id, route]) => {
    if (!route) return [id, route];
    const { loader, action } = route.module;
    const module = {
      ...route.module,
      ...(loader && { loader: prepared(loader as Handler) }),
      ...(action && { action: prepared(action as Handler) }),
    };
    return [id, { ...route, module }];
  });
  return { ...build, routes: Object.fromEntries(routes) };
}

function prepared(handler: Handler): Handler {
  return async (args) => {
    try {
      return await handler(withPageAddress(args));
    } catch (error) {
      const trouble = troubleOf(error);
      const told = trouble ?? error;
      if (!isAppError(told) || (told.status >= 500 && !trouble)) throw error;
      if (told !== error) logTrouble(error, args);
      logRefusal(told, args);
      if (told.code === 'notSignedIn') throw redirect(signInAddress(args.url));
      if (told.code === 'secondFactorRequired') throw redirect('/profile/second-factor');
      const readable: ReadableError = { code: told.code, text: told.text, advice: told.advice };
      throw data(readable, { status: told.status });
    }
  };
}

/** What the database refused: the reader learns what to do, the operator how it was told. */
function logTrouble(error: unknown, { request, url, context }: Arguments): void {
  const { config, requestId } = requestOf(context);
  const facts = { method: request.method, path: pathToLog(url.pathname), requestId, error };
  openLog(config).error('Запрос не выполнен', facts);
}

/** Who tried to do or see what is not theirs: an id, never a name. What is out of sight is as if it were not there. */
function logRefusal({ code }: AppError, { request, url, context }: Arguments): void {
  if (code !== 'notAllowed' && code !== 'notFound' && code !== 'secondFactorRequired') return;
  const { config, actor, requestId } = requestOf(context);
  if (!actor) return;
  const facts = { code, method: request.method, path: pathToLog(url.pathname), user: actor.userId, requestId };
  const log = openLog(config);
  if (code === 'notFound') log.info('Не найдено или не видно', facts);
  else log.warn('Отказано в доступе', facts);
}

function withPageAddress(args: Arguments): Arguments {
  return args.request.url === args.url.href ? args : { ...args, request: new Request(args.url, args.request) };
}

/** Sign in, then come back to the page; what was posted has to be posted again. */
function signInAddress({ pathname, search }: URL): string {
  const next = `${pathname}${search}`;
  return next === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(next)}`;
}
