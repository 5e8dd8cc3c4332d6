/** After a refusal the page is loaded anew: a form that met another's change carries what is there now. */
import type { ShouldRevalidateFunctionArgs } from 'react-router';

export function shouldRevalidate({ actionStatus, defaultShouldRevalidate }: ShouldRevalidateFunctionArgs): boolean {
  return defaultShouldRevalidate || actionStatus === 409;
}
