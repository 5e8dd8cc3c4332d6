/** For addresses that only take a button: a refusal is said on the page that had the button. */
import { isAppError } from '#kernel/errors.ts';
import { redirectWith } from '#web/flash.ts';

export async function warned(back: string, work: () => Promise<Response>): Promise<Response> {
  try {
    return await work();
  } catch (error) {
    if (!isAppError(error) || error.status >= 500 || [401, 403, 404].includes(error.status)) throw error;
    return redirectWith(back, `${error.text} ${error.advice}`, { tone: 'warning' });
  }
}
