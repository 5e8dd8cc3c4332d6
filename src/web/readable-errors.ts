/**
 * React Router hides the message of every error thrown by a loader or an action, and rightly so.
 * Ours are meant to be read: an AppError becomes an answer with its text and advice, and a visitor
 * who has not signed in is sent to do so.
 */
import { data, redirect, type ServerBuild } from 'react-router';
import { type ErrorCode, isAppError } from '#kernel/errors.ts';

/** What the error page gets of an AppError. */
export type ReadableError = { code: ErrorCode; text: string; advice: string };

type Handler = (args: { request: Request }) => unknown;

export function withReadableErrors(build: ServerBuild): ServerBuild {
  const routes = Object.entries(build.routes).map(([id, route]) => {
    if (!route) return [id, route];
    const { loader, action } = route.module;
    const module = {
      ...route.module,
      ...(loader && { loader: readable(loader as Handler) }),
      ...(action && { action: readable(action as Handler) }),
    };
    return [id, { ...route, module }];
  });
  return { ...build, routes: Object.fromEntries(routes) };
}

function readable(handler: Handler): Handler {
  return async (args) => {
    try {
      return await handler(args);
    } catch (error) {
      if (!isAppError(error) || error.status >= 500) throw error;
      if (error.code === 'notSignedIn') throw redirect(signInAddress(args.request));
      throw data({ code: error.code, text: error.text, advice: error.advice } satisfies ReadableError, {
        status: error.status,
      });
    }
  };
}

/** Sign in, then come back to the page; what was posted has to be posted again. */
export function signInAddress(request: Request): string {
  const { pathname, search } = new URL(request.url);
  const next = `${pathname}${search}`;
  return next === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(next)}`;
}
