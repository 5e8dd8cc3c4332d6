/**
 * A message that survives one redirect: «План отправлен на согласование», with a button that takes it back.
 * It travels in a cookie, so it needs neither the session nor JavaScript.
 */
import { redirect } from 'react-router';
import { cookieValue } from './cookies.ts';

export type FlashTone = 'success' | 'warning';

export type Flash = {
  text: string;
  tone: FlashTone;
  /** A form of one button that undoes what was done. */
  undo?: { action: string; fields?: Record<string, string | number>; label?: string } | undefined;
};

const NAME = 'opora_flash';
const LIFETIME_SECONDS = 60;
/** Browsers drop cookies over 4096 bytes; a Cyrillic letter takes six of them when encoded. */
const LONGEST_TEXT = 400;

/** The answer of an action that succeeded: go there and say so. */
export function redirectWith(
  to: string,
  text: string,
  options: { tone?: FlashTone; undo?: Flash['undo'] } = {},
): Response {
  const flash: Flash = { text: text.slice(0, LONGEST_TEXT), tone: options.tone ?? 'success', undo: options.undo };
  return redirect(to, {
    headers: { 'Set-Cookie': cookie(encodeURIComponent(JSON.stringify(flash)), LIFETIME_SECONDS) },
  });
}

/** The message waiting for this page, and the header that takes it away. */
export function takeFlash(request: Request): { flash: Flash | null; headers: HeadersInit } {
  const found = cookieValue(request, NAME);
  if (!found) return { flash: null, headers: {} };
  return { flash: parse(found), headers: { 'Set-Cookie': cookie('', 0) } };
}

function cookie(value: string, maxAge: number): string {
  return `${NAME}=${value}; Path=/; Max-Age=${maxAge}; HttpOnly; SameSite=Lax`;
}

function parse(encoded: string): Flash | null {
  try {
    const flash = JSON.parse(decodeURIComponent(encoded)) as Flash;
    return typeof flash.text === 'string' ? flash : null;
  } catch {
    return null;
  }
}
