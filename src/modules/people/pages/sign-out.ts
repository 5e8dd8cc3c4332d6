import { redirect } from 'react-router';
import type { ActionArgs } from '#web/page-types.ts';
import { beforeSignIn } from '#web/request.ts';
import { recordAccess } from '../commands/sign-in.ts';

export async function action({ request, context }: ActionArgs) {
  const visit = beforeSignIn(context);
  if (visit.actor) await recordAccess(visit, visit.actor.userId, 'user.signed-out');
  const headers = await visit.auth.signOut(request);
  // The next person at this computer finds no page in its memory and no form that was not sent.
  headers.set('Clear-Site-Data', '"cache", "storage"');
  return redirect(visit.actor?.provider ? '/sign-out/provider' : '/sign-in', { headers });
}

/** Someone who opens the address itself is asked nothing and stays signed in. */
export function loader() {
  return redirect('/');
}
