/** How the page looks to this reader: the theme and the text size («версия для слабовидящих»). */
import { cookieValue } from './cookies.ts';

export const THEMES = [
  { value: 'light', label: 'Обычные' },
  { value: 'black-on-white', label: 'Чёрным по белому' },
  { value: 'white-on-black', label: 'Белым по чёрному' },
  { value: 'blue', label: 'Тёмно-синим по голубому' },
] as const;
export const TEXT_SIZES = [100, 150, 200] as const;

export type Theme = (typeof THEMES)[number]['value'];
export type TextSize = (typeof TEXT_SIZES)[number];
export type Appearance = { theme: Theme; textSize: TextSize };

export const USUAL_APPEARANCE: Appearance = { theme: 'light', textSize: 100 };

const NAME = 'opora_look';
const YEAR_SECONDS = 365 * 86_400;

export function isTheme(value: unknown): value is Theme {
  return THEMES.some((theme) => theme.value === value);
}

export function isTextSize(value: unknown): value is TextSize {
  return TEXT_SIZES.some((size) => size === value);
}

export function isAppearance(value: { theme: unknown; textSize: unknown } | null | undefined): value is Appearance {
  return isTheme(value?.theme) && isTextSize(value?.textSize);
}

/** What the cookie says, or null when there is none. */
export function appearanceOf(request: Request): Appearance | null {
  const [theme, size] = (cookieValue(request, NAME) ?? '').split('.');
  const textSize = Number(size);
  return isTheme(theme) && isTextSize(textSize) ? { theme, textSize } : null;
}

export function appearanceCookie({ theme, textSize }: Appearance): string {
  return `${NAME}=${theme}.${textSize}; Path=/; Max-Age=${YEAR_SECONDS}; HttpOnly; SameSite=Lax`;
}
