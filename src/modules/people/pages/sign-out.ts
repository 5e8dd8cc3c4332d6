import { redirect } from 'react-router';
import type { ActionArgs } from '#web/page-types.ts';
import { requestOf } from '#web/request.ts';

export async function action({ request, context }: ActionArgs) {
  return redirect('/sign-in', { headers: await requestOf(context).auth.signOut(request) });
}

/** Someone who opens the address itself is asked nothing and stays signed in. */
export function loader() {
  return redirect('/');
}
