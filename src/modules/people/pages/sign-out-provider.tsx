import { redirect } from 'react-router';
import type { LoaderArgs, PageProps } from '#web/page-types.ts';
import { beforeSignIn } from '#web/request.ts';
import { BareFrame } from '#web/shell/frame.tsx';
import { Actions, ButtonLink, Page } from '#web/ui/index.ts';

/** After signing out of Opora: the provider still knows the browser, and on a shared computer that is not enough. */
export async function loader({ context }: LoaderArgs) {
  const { auth } = beforeSignIn(context);
  const address = (await auth.provider?.signOutAddress()) ?? null;
  if (!auth.provider || address === null) throw redirect('/sign-in');
  return { name: auth.provider.name, address };
}

export const meta = () => [{ title: 'Выход — Опора' }];

export default function SignOutProvider({ loaderData: { name, address } }: PageProps<typeof loader>) {
  return (
    <BareFrame>
      <Page title="Вы вышли из Опоры" lead={`Система входа «${name}» ещё помнит вас в этом браузере.`}>
        <p>Если компьютером пользуются и другие, выйдите и из неё: иначе войти снова можно без пароля.</p>
        <Actions>
          <ButtonLink to={address} variant="primary" leaves>
            Выйти и из системы входа
          </ButtonLink>
          <ButtonLink to="/sign-in">К странице входа</ButtonLink>
        </Actions>
      </Page>
    </BareFrame>
  );
}
