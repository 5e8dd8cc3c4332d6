import '#web/theme/base.css';
import { data, Links, Meta, Outlet, Scripts, ScrollRestoration, useRouteLoaderData } from 'react-router';
import cyrillic400 from '@fontsource/golos-text/files/golos-text-cyrillic-400-normal.woff2?url';
import cyrillic600 from '@fontsource/golos-text/files/golos-text-cyrillic-600-normal.woff2?url';
import favicon from '#web/theme/favicon.svg?url&no-inline';
import { preferencesOf } from '#modules/people/index.ts';
import type { ReactNode } from 'react';
import type { Route } from './+types/root.ts';
import { type Appearance, appearanceOf, isAppearance, USUAL_APPEARANCE } from './appearance.ts';
import { takeFlash } from './flash.ts';
import { requestOf } from './request.ts';
import { ErrorPage } from './shell/error-page.tsx';
import { FollowLinks } from './shell/follow-links.tsx';
import { BareFrame } from './shell/frame.tsx';

export async function loader({ request, context }: Route.LoaderArgs) {
  const { flash, headers } = takeFlash(request);
  const { requestId } = requestOf(context);
  return data({ appearance: await chosenAppearance(request, context), flash, requestId }, { headers });
}

/** The cookie holds it; who has none here and is signed in has it in the account. */
async function chosenAppearance(request: Request, context: Route.LoaderArgs['context']): Promise<Appearance> {
  const fromCookie = appearanceOf(request);
  const { db, actor } = requestOf(context);
  if (fromCookie || !actor) return fromCookie ?? USUAL_APPEARANCE;
  const saved = await preferencesOf(db, actor.userId);
  return isAppearance(saved) ? saved : USUAL_APPEARANCE;
}

export const meta: Route.MetaFunction = () => [{ title: 'Опора' }];

export const links: Route.LinksFunction = () => [
  ...[cyrillic400, cyrillic600].map((href) => ({
    rel: 'preload',
    as: 'font',
    type: 'font/woff2',
    href,
    crossOrigin: 'anonymous' as const,
  })),
  { rel: 'icon', href: favicon, type: 'image/svg+xml' },
];

/** The document itself; errors are shown in it too, so it must do without loader data. */
export function Layout({ children }: { children: ReactNode }) {
  const { theme, textSize } = useRouteLoaderData<typeof loader>('root')?.appearance ?? USUAL_APPEARANCE;
  return (
    <html lang="ru" data-theme={theme} data-text={textSize}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <Meta />
        <Links />
      </head>
      <body>
        {children}
        <ScrollRestoration />
        <Scripts />
      </body>
    </html>
  );
}

export default function Root() {
  return (
    <>
      <Outlet />
      <FollowLinks />
    </>
  );
}

export function ErrorBoundary({ error }: Route.ErrorBoundaryProps) {
  return (
    <BareFrame>
      <ErrorPage error={error} />
    </BareFrame>
  );
}
