/** Tokens bound to the organisations that one administers: which programs read their data, and revoking. */
import { z } from 'zod';
import { AppError } from '#kernel/errors.ts';
import { count } from '#kernel/plural.ts';
import { administeredScope } from '#modules/people/index.ts';
import { redirectWith } from '#web/flash.ts';
import { parseForm } from '#web/forms.ts';
import type { ActionArgs, LoaderArgs, PageProps } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import { Page } from '#web/ui/index.ts';
import { revokeToken } from '../commands/tokens.ts';
import { tokensIn } from '../queries/tokens.ts';
import { shownToken } from './parts/shown-token.ts';
import { TokenTable } from './parts/token-table.tsx';

export async function loader({ context }: LoaderArgs) {
  const ctx = ctxOf(context);
  const tokens = await tokensIn(administeredScope(ctx.actor), ctx.db, ctx.clock.today());
  return { tokens: tokens.map((token) => shownToken(token, ctx.config.timeZone)) };
}

const revocation = z.object({ token: z.coerce.number().int().positive() });

export async function action({ request, context }: ActionArgs) {
  const ctx = ctxOf(context);
  administeredScope(ctx.actor);
  const parsed = parseForm(revocation, await request.formData());
  if (!parsed.ok) throw new AppError('badRequest');
  await revokeToken(ctx, parsed.value.token);
  return redirectWith('/admin/tokens', 'Токен отозван');
}

export const meta = () => [{ title: 'Токены API — Опора' }];
export const handle = { crumbs: () => [{ label: 'Администрирование', to: '/admin' }] };

export default function AdminTokens({ loaderData: { tokens } }: PageProps<typeof loader>) {
  return (
    <Page
      title="Токены API"
      lead={`${count(tokens.length, 'токен', 'токена', 'токенов')}. Каждый пользователь выпускает токены сам, в профиле; токен видит не больше, чем его владелец.`}
    >
      <TokenTable tokens={tokens} withOwner />
    </Page>
  );
}
