import { BareFrame } from '#web/shell/frame.tsx';
import { ButtonLink, Page } from '#web/ui/index.ts';

/** Why coming in through the provider did not work, and the way by password that is always there. */
export function ProviderRefusal({ text, advice }: { text: string; advice: string }) {
  return (
    <BareFrame>
      <Page title="Войти не получилось" lead={text}>
        <p>{advice}</p>
        <p>
          <ButtonLink to="/sign-in">К странице входа</ButtonLink>
        </p>
      </Page>
    </BareFrame>
  );
}
