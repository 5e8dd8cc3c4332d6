import { redirect } from 'react-router';
import { appearanceCookie, isTextSize, isTheme } from '#web/appearance.ts';
import type { ActionArgs } from '#web/page-types.ts';
import { AppError } from '#kernel/errors.ts';

/** One press changes one of the two; the form carries both as they were. */
export async function action({ request }: ActionArgs) {
  const form = await request.formData();
  const theme = form.get('chosenTheme') ?? form.get('theme');
  const textSize = Number(form.get('chosenTextSize') ?? form.get('textSize'));
  const next = String(form.get('next') ?? '/');
  if (!isTheme(theme) || !isTextSize(textSize)) throw new AppError('badRequest');
  return redirect(next.startsWith('/') && !next.startsWith('//') ? next : '/', {
    headers: { 'Set-Cookie': appearanceCookie({ theme, textSize }) },
  });
}

export function loader() {
  return redirect('/');
}
