/**
 * What was typed into a form outlives a submission that failed: a lost connection, a fault of the
 * server, a session that ended. Sending keeps a copy for this tab; an error page or the sign-in page
 * marks it as not sent; the page of the form then fills it in again and says so.
 */
import { useEffect, useLayoutEffect, useState } from 'react';
import { useLocation } from 'react-router';
import { Notice } from '../ui/index.ts';

type Unsent = { path: string; form: number; entries: [string, string][]; failed: boolean };

const PLACE = 'opora.unsent';

/** Shown above the content of a page that got its text back. */
export function UnsentText() {
  const { pathname, key } = useLocation();
  const [restoredAt, setRestoredAt] = useState<string | null>(null);

  useEffect(() => {
    document.addEventListener('submit', keepCopy, true);
    return () => document.removeEventListener('submit', keepCopy, true);
  }, []);

  useEffect(() => {
    // A page that came after a submission and is no error page is its answer: the form arrived.
    if (kept()?.failed === false) {
      sessionStorage.removeItem(PLACE);
      setRestoredAt(null);
    }
    if (restore(pathname)) setRestoredAt(pathname);
  }, [pathname, key]);

  if (restoredAt !== pathname) return null;
  return (
    <Notice tone="warning" title="Форма не была отправлена">
      <p>Мы сохранили и вернули то, что вы ввели. Проверьте и отправьте ещё раз; файлы нужно выбрать заново.</p>
    </Notice>
  );
}

/** Put on pages that stand where the answer to a form should be. Marks before the effect above asks. */
export function useMarksUnsent(): void {
  useLayoutEffect(() => {
    const unsent = kept();
    if (unsent) sessionStorage.setItem(PLACE, JSON.stringify({ ...unsent, failed: true }));
  }, []);
}

function keepCopy(event: SubmitEvent) {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || form.method !== 'post') return;
  const earlier = kept();
  // Signing in or changing the colours must not push out what waits for its page.
  if (earlier?.failed && earlier.path !== location.pathname) return;
  const entries = [...new FormData(form)].filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string' && !isSecret(form, entry[0]),
  );
  const unsent: Unsent = { path: location.pathname, form: [...document.forms].indexOf(form), entries, failed: false };
  sessionStorage.setItem(PLACE, JSON.stringify(unsent));
}

function isSecret(form: HTMLFormElement, name: string): boolean {
  const control = form.elements.namedItem(name);
  return control instanceof HTMLInputElement && control.type === 'password';
}

function restore(pathname: string): boolean {
  const unsent = kept();
  if (!unsent?.failed || unsent.path !== pathname) return false;
  const form = document.forms[unsent.form];
  const names = new Set(unsent.entries.map(([name]) => name));
  if (form?.method !== 'post' || ![...names].every((name) => form.elements.namedItem(name))) return false;
  sessionStorage.removeItem(PLACE);
  let changed = false;
  for (const name of names) {
    const values = unsent.entries.filter(([each]) => each === name).map(([, value]) => value);
    for (const control of form.elements) if (isNamed(control, name)) changed = refill(control, values) || changed;
  }
  return changed;
}

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

function isNamed(control: Element, name: string): control is Control {
  const isControl =
    control instanceof HTMLInputElement ||
    control instanceof HTMLTextAreaElement ||
    control instanceof HTMLSelectElement;
  return (
    isControl &&
    control.name === name &&
    control.type !== 'hidden' &&
    control.type !== 'file' &&
    control.type !== 'password'
  );
}

function refill(control: Control, values: readonly string[]): boolean {
  if (control instanceof HTMLInputElement && (control.type === 'checkbox' || control.type === 'radio')) {
    const checked = values.includes(control.value);
    const changed = control.checked !== checked;
    control.checked = checked;
    return changed;
  }
  const value = values[0] ?? '';
  if (control.value === value) return false;
  // React watches the property of each control; the prototype's setter and an event make it take notice.
  Object.getOwnPropertyDescriptor(Object.getPrototypeOf(control), 'value')?.set?.call(control, value);
  control.dispatchEvent(new Event('input', { bubbles: true }));
  return true;
}

function kept(): Unsent | null {
  try {
    return JSON.parse(sessionStorage.getItem(PLACE) ?? 'null') as Unsent | null;
  } catch {
    return null;
  }
}
