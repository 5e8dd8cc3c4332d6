import { data, redirect } from 'react-router';
import { isAppError } from '#kernel/errors.ts';
import { endedFlowCookie, FLOW_COOKIE } from '#platform/oidc/flow.ts';
import { appearanceCookie, appearanceOf, isAppearance, USUAL_APPEARANCE } from '#web/appearance.ts';
import { cookieValue } from '#web/cookies.ts';
import { ownAddress } from '#web/own-address.ts';
import type { LoaderArgs, PageProps } from '#web/page-types.ts';
import { beforeSignIn } from '#web/request.ts';
import { savedPreferences } from '../commands/profile.ts';
import { signInByProvider } from '../commands/provider-sign-in.ts';
import { ProviderRefusal } from './parts/provider-refusal.tsx';

/** Where the provider sends the browser back to. */
export async function loader({ request, context }: LoaderArgs) {
  const visit = beforeSignIn(context);
  const { provider } = visit.auth;
  if (!provider) throw redirect('/sign-in');
  try {
    const { outcome, headers, userId, next } = await signInByProvider(
      visit,
      provider,
      request,
      cookieValue(request, FLOW_COOKIE),
    );
    headers.append('Set-Cookie', endedFlowCookie());
    const to = ownAddress(next);
    if (outcome === 'second-factor') throw redirect(`/sign-in/code?${new URLSearchParams({ next: to })}`, { headers });
    const saved = await savedPreferences(visit.db, { userId });
    const look = isAppearance(saved) ? saved : (appearanceOf(request) ?? USUAL_APPEARANCE);
    headers.append('Set-Cookie', appearanceCookie(look));
    throw redirect(to, { headers });
  } catch (error) {
    if (!isAppError(error)) throw error;
    const headers = { 'Set-Cookie': endedFlowCookie() };
    return data({ text: error.text, advice: error.advice }, { status: error.status, headers });
  }
}

export const meta = () => [{ title: 'Вход — Опора' }];

export default function SignInProviderReturn({ loaderData }: PageProps<typeof loader>) {
  return <ProviderRefusal {...loaderData} />;
}
