import type { Flash } from '../flash.ts';
import { Notice, PostButton } from '../ui/index.ts';

export function FlashMessage({ flash: { text, tone, undo } }: { flash: Flash }) {
  return (
    <Notice tone={tone} title={text}>
      {undo ? (
        <PostButton action={undo.action} fields={undo.fields ?? {}} variant="link">
          {undo.label ?? 'Отменить'}
        </PostButton>
      ) : null}
    </Notice>
  );
}
