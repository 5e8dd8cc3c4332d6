import { redirect } from 'react-router';
import { AppError } from '#kernel/errors.ts';
import { appearanceCookie, isTextSize, isTheme } from '#web/appearance.ts';
import type { ActionArgs } from '#web/page-types.ts';
import { ownAddress } from '#web/own-address.ts';
import { requestOf } from '#web/request.ts';
import { savePreferences } from '../commands/profile.ts';

/** One press changes one of the two; the form carries both as they were. */
export async function action({ request, context }: ActionArgs) {
  const form = await request.formData();
  const theme = form.get('chosenTheme') ?? form.get('theme');
  const textSize = Number(form.get('chosenTextSize') ?? form.get('textSize'));
  if (!isTheme(theme) || !isTextSize(textSize)) throw new AppError('badRequest');
  const { db, actor } = requestOf(context);
  if (actor) await savePreferences({ db, actor }, { theme, textSize });
  return redirect(ownAddress(form.get('next')), {
    headers: { 'Set-Cookie': appearanceCookie({ theme, textSize }) },
  });
}

export function loader() {
  return redirect('/');
}
