/** What a loader or action gets from the server, and how it takes it. */
import { createContext, type RouterContextProvider } from 'react-router';
import type { Actor, Scope } from '#kernel/actor.ts';
import { AppError } from '#kernel/errors.ts';
import type { Auth } from '#platform/auth.ts';
import type { Ctx, Services } from '#platform/context.ts';

/** One request as the server hands it over: signed in or not. */
export type WebRequest = Services & {
  auth: Auth;
  actor: Actor | null;
  scope: Scope;
  requestId: string;
  nonce: string;
  source: string;
};

export const webRequest = createContext<WebRequest>();

type Provider = Readonly<RouterContextProvider>;

export function requestOf(context: Provider): WebRequest {
  return context.get(webRequest);
}

/** The context of a signed-in request; otherwise the visitor is sent to sign in. */
export function ctxOf(context: Provider): Ctx {
  const request = requestOf(context);
  if (!request.actor) throw new AppError('notSignedIn');
  return request as Ctx;
}
