/**
 * What all charts of analysis share: an accessible frame, axes, text and the hatching of small numbers. Colours stand as
 * attributes, so that a drawing is whole in a document; a page overrides them by `data-part`. No style attributes: the
 * content security policy of pages would drop them.
 */
import { formatPercent } from '#kernel/format.ts';

export type Drawing = {
  /** Keeps the ids inside the drawing apart from those of others on the page. */
  id: string;
  title: string;
  /** The conclusion: what a reader who does not see the drawing should know. */
  description: string;
};

export const WIDTH = 880;
/** Golos Text at 14 px, on average over Russian text. */
const CHARACTER = 7.4;

const COLOURS = {
  ink: '#17191e',
  soft: '#474a52',
  grid: '#dedad0',
  paper: '#fffefb',
  mark: '#1a3c7d',
  region: '#474a52',
  behind: '#7a3d00',
} as const;
export type Part = keyof typeof COLOURS;

export function svgOf({ id, title, description }: Drawing, height: number, parts: readonly string[]): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${round(height)}" width="${WIDTH}" height="${round(height)}" role="img" aria-labelledby="${id}-title ${id}-description" font-family="'Golos Text', sans-serif" font-size="14">`,
    `<title id="${id}-title">${escaped(title)}</title>`,
    `<desc id="${id}-description">${escaped(description)}</desc>`,
    `<defs><pattern id="${id}-hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="5" height="5" fill="${COLOURS.paper}" data-part="paper"/><line x1="0" x2="0" y1="0" y2="5" stroke="${COLOURS.mark}" stroke-width="3" data-part="mark-line"/></pattern></defs>`,
    ...parts,
    '</svg>',
  ]
    .filter(Boolean)
    .join('\n');
}

type TextLook = { part?: Part; anchor?: 'start' | 'middle' | 'end'; bold?: boolean; halo?: boolean };

/** A halo of paper keeps a label readable over lines. */
export function textAt(x: number, y: number, content: string, look: TextLook = {}): string {
  const { part = 'ink', anchor = 'start', bold = false, halo = false } = look;
  const more = [
    anchor === 'start' ? '' : ` text-anchor="${anchor}"`,
    bold ? ' font-weight="600"' : '',
    halo ? ` stroke="${COLOURS.paper}" stroke-width="4" paint-order="stroke" data-halo=""` : '',
  ].join('');
  return `<text x="${round(x)}" y="${round(y)}" fill="${COLOURS[part]}" data-part="${part}"${more}>${escaped(content)}</text>`;
}

type LineLook = { part?: Part; width?: number; dashes?: string; what?: string };

export function lineFrom(x1: number, y1: number, x2: number, y2: number, look: LineLook = {}): string {
  const { part = 'grid', width = 1, dashes, what } = look;
  return `<line x1="${round(x1)}" x2="${round(x2)}" y1="${round(y1)}" y2="${round(y2)}" stroke="${COLOURS[part]}" stroke-width="${width}"${dashes ? ` stroke-dasharray="${dashes}"` : ''} data-part="${part}-line"${what ? ` data-what="${what}"` : ''}/>`;
}

export function pathThrough(points: readonly (readonly [number, number])[], look: LineLook = {}): string {
  const { part = 'mark', width = 1.5, dashes, what } = look;
  const steps = points.map(([x, y], index) => `${index === 0 ? 'M' : 'L'}${round(x)} ${round(y)}`).join('');
  return `<path d="${steps}" fill="none" stroke="${COLOURS[part]}" stroke-width="${width}"${dashes ? ` stroke-dasharray="${dashes}"` : ''} data-part="${part}-line"${what ? ` data-what="${what}"` : ''}/>`;
}

/** Solid where the number is firm; hatched where few pupils stand behind it. */
export function paint(id: string, small: boolean, part: Part = 'mark'): string {
  return small
    ? `fill="url(#${id}-hatch)" stroke="${COLOURS[part]}" stroke-width="1.5" data-part="${part}-line" data-small=""`
    : `fill="${COLOURS[part]}" data-part="${part}"`;
}

export function titled(title: string, ...parts: string[]): string {
  return `<g><title>${escaped(title)}</title>${parts.join('')}</g>`;
}

/** Whole tens of percent up to the largest value, at most six of them; the axis begins at zero. */
export function percentTicks(largest: number): { top: number; ticks: number[] } {
  const step = [0.02, 0.05, 0.1, 0.2].find((one) => largest / one <= 5) ?? 0.2;
  const steps = Math.max(1, Math.min(Math.ceil(largest / step - 1e-9), Math.round(1 / step)));
  return { top: steps * step, ticks: Array.from({ length: steps + 1 }, (_, k) => round3(k * step)) };
}

/** Round numbers from zero up to the largest value. */
export function countTicks(largest: number): number[] {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, largest / 5)));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((one) => largest / one <= 6) ?? power * 10;
  return Array.from({ length: Math.floor(largest / step) + 1 }, (_, k) => k * step);
}

export function percentLabel(value: number): string {
  return formatPercent(value, Number.isInteger(round3(value * 100)) ? 0 : 1);
}

/** A value of the data, always with one decimal; ticks are whole where they can be. */
export function valueLabel(value: number): string {
  return formatPercent(value, 1);
}

export function widthOf(label: string): number {
  return label.length * CHARACTER;
}

/** What does not fit ends in an ellipsis; the title and the table hold the whole. */
export function cut(label: string, width: number): string {
  const room = Math.floor(width / CHARACTER);
  return label.length <= room ? label : `${label.slice(0, Math.max(1, room - 1)).trimEnd()}…`;
}

export function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function round3(value: number): number {
  return Math.round(value * 1000) / 1000;
}

export function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => ENTITIES[character]!);
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
