import { data, redirect } from 'react-router';
import { isAppError } from '#kernel/errors.ts';
import { ownAddress } from '#web/own-address.ts';
import type { LoaderArgs, PageProps } from '#web/page-types.ts';
import { beforeSignIn } from '#web/request.ts';
import { ProviderRefusal } from './parts/provider-refusal.tsx';

/** Sends the browser to the provider. A link rather than a form: what a form may lead to is closed to other sites. */
export async function loader({ request, context }: LoaderArgs) {
  const { actor, auth } = beforeSignIn(context);
  const next = ownAddress(new URL(request.url).searchParams.get('next'));
  if (actor) throw redirect(next);
  if (!auth.provider) throw redirect('/sign-in');
  // Another site must not sign anybody in without their doing.
  const site = request.headers.get('Sec-Fetch-Site') ?? 'none';
  if (site !== 'same-origin' && site !== 'none') throw redirect(`/sign-in?${new URLSearchParams({ next })}`);
  try {
    const { address, cookie } = await auth.provider.begin(next);
    throw redirect(address, { headers: { 'Set-Cookie': cookie } });
  } catch (error) {
    if (!isAppError(error)) throw error;
    return data({ text: error.text, advice: error.advice }, { status: error.status });
  }
}

export const meta = () => [{ title: 'Вход — Опора' }];

export default function SignInProvider({ loaderData }: PageProps<typeof loader>) {
  return <ProviderRefusal {...loaderData} />;
}
