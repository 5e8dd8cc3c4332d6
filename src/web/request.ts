/** What a loader or action gets from the server, and how it takes it. */
import { createContext, type RouterContextProvider } from 'react-router';
import type { Scope } from '#kernel/actor.ts';
import { AppError } from '#kernel/errors.ts';
import type { Auth } from '#platform/auth.ts';
import type { Ctx, Services } from '#platform/context.ts';
import type { Database } from '#platform/database.ts';
import type { WalledDatabase } from '#platform/row-security.ts';
import type { SignedIn } from '#platform/session.ts';

/** One request as the server hands it over: signed in or not. */
export type WebRequest = Services & {
  /** `db` of this request shows what its actor may see; this opens the database as another sees it, or whole. */
  wall: Pick<WalledDatabase, 'seenBy'> & { whole: Database };
  auth: Auth;
  actor: SignedIn | null;
  scope: Scope;
  requestId: string;
  nonce: string;
  source: string;
  /** An administrator without the second factor that is asked of them: only the page where it is set up is open. */
  mustEnrol: boolean;
};

export const webRequest = createContext<WebRequest>();

type Provider = Readonly<RouterContextProvider>;

export function requestOf(context: Provider): WebRequest {
  return context.get(webRequest);
}

/** The context of a signed-in request; otherwise the visitor is sent to sign in. */
export function ctxOf(context: Provider): Ctx {
  const visit = visitOf(context);
  if (visit.mustEnrol) throw new AppError('secondFactorRequired');
  return visit;
}

/** The same for the pages that are open also while the second factor is still missing. */
export function visitOf(context: Provider): WebRequest & { actor: SignedIn } {
  const request = requestOf(context);
  if (!request.actor) throw new AppError('notSignedIn');
  return request as WebRequest & { actor: SignedIn };
}

/** For what comes before it is known who asks: signing in, the link of an invitation, a feed. Sees the whole database. */
export function beforeSignIn(context: Provider): WebRequest {
  const request = requestOf(context);
  return { ...request, db: request.wall.whole };
}
