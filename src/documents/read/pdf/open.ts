/** Opens a PDF with pdf.js and hands out what its pages show. Nothing is rendered or fetched. */
import { getResolvedPDFJS } from 'unpdf';
import { AppError } from '#kernel/errors.ts';
import type { Budget } from '../limits.ts';
import { apply, type Link, type Matrix, multiply, type PageContent, type TextPiece } from './geometry.ts';
import { symbolText } from '../symbols.ts';
import { readRules } from './rules.ts';

type PdfJs = Awaited<ReturnType<typeof getResolvedPDFJS>>;
type PdfPage = Awaited<ReturnType<Awaited<ReturnType<PdfJs['getDocument']>['promise']>['getPage']>>;
type FontFlags = { bold: boolean; italic: boolean };

/** Pictures are of no use here; none with more pixels than this is decoded. */
const LARGEST_PICTURE = 1;
const ONLY_ERRORS = 0;
const STRAIGHT = 0.1;

export async function openPages(bytes: Uint8Array, budget: Budget): Promise<PageContent[]> {
  const pdfjs = await getResolvedPDFJS();
  const task = pdfjs.getDocument({
    // pdf.js takes the buffer over, so it gets its own.
    data: new Uint8Array(bytes),
    verbosity: ONLY_ERRORS,
    maxImageSize: LARGEST_PICTURE,
    disableFontFace: true,
    useSystemFonts: false,
    disableAutoFetch: true,
    enableXfa: false,
  });
  try {
    const document = await withinTime(task.promise, budget);
    if (document.numPages > budget.limits.pages) throw tooManyPages(budget.limits.pages);
    const pages: PageContent[] = [];
    for (let number = 1; number <= document.numPages; number += 1) {
      budget.checkTime();
      const page = await withinTime(document.getPage(number), budget);
      pages.push(await readPage(page, pdfjs, budget));
      page.cleanup();
    }
    return pages;
  } catch (error) {
    throw translated(error);
  } finally {
    await task.destroy();
  }
}

async function readPage(page: PdfPage, pdfjs: PdfJs, budget: Budget): Promise<PageContent> {
  const viewport = page.getViewport({ scale: 1 });
  const toPage = viewport.transform as unknown as Matrix;
  const operators = await withinTime(page.getOperatorList(), budget);
  const content = await withinTime(page.getTextContent(), budget);
  const fonts = new Map<string, FontFlags>();
  const pieces = content.items.flatMap((item): TextPiece[] => {
    budget.step();
    const text = 'str' in item ? withSigns(item.str) : '';
    if (!('str' in item) || text.trim() === '') return [];
    const font = fonts.get(item.fontName) ?? fontFlags(page, item.fontName);
    fonts.set(item.fontName, font);
    return textPiece(text, item.transform as unknown as Matrix, item.width, toPage, font);
  });
  return {
    width: viewport.width,
    height: viewport.height,
    pieces,
    rules: readRules(operators, pdfjs.OPS, toPage, budget),
    links: await readLinks(page, toPage),
  };
}

/** Signs of dingbat fonts come as private characters. */
function withSigns(text: string): string {
  return text.replace(/[\ue000-\uf8ff]/g, (sign) => symbolText(sign.charCodeAt(0).toString(16), ''));
}

/** Upright text, and text turned by a quarter as in the heads of narrow columns; a slanting watermark is no text. */
function textPiece(text: string, item: Matrix, width: number, toPage: Matrix, font: FontFlags): TextPiece[] {
  const matrix = multiply(toPage, item);
  const size = Math.hypot(matrix[2], matrix[3]);
  const slope = matrix[1] / (Math.hypot(matrix[0], matrix[1]) || 1);
  const length = width * Math.hypot(toPage[0], toPage[1]);
  const [x, y] = [matrix[4], matrix[5]];
  if (Math.abs(slope) < STRAIGHT)
    return [{ text, left: x, right: x + length, baseline: y, size, turned: null, ...font }];
  if (Math.abs(slope) < 1 - STRAIGHT) return [];
  const turned = slope < 0 ? 'up' : 'down';
  const [left, right] = turned === 'up' ? [x - size, x] : [x, x + size];
  return [{ text, left, right, baseline: y + (slope * length) / 2, size, turned, ...font }];
}

function fontFlags(page: PdfPage, name: string): FontFlags {
  const known = page.commonObjs.has(name)
    ? (page.commonObjs.get(name) as { name?: string; bold?: boolean; italic?: boolean } | null)
    : null;
  const title = known?.name ?? '';
  return {
    bold: known?.bold === true || /bold|black|heavy/i.test(title),
    italic: known?.italic === true || /italic|oblique/i.test(title),
  };
}

async function readLinks(page: PdfPage, toPage: Matrix): Promise<Link[]> {
  const annotations = (await page.getAnnotations()) as { url?: string; unsafeUrl?: string; rect?: number[] }[];
  return annotations.flatMap(({ url, unsafeUrl, rect }): Link[] => {
    const address = url ?? unsafeUrl;
    if (address === undefined || !rect) return [];
    const [x1, y1] = apply(toPage, rect[0]!, rect[1]!);
    const [x2, y2] = apply(toPage, rect[2]!, rect[3]!);
    return [
      { address, left: Math.min(x1, x2), right: Math.max(x1, x2), top: Math.min(y1, y2), bottom: Math.max(y1, y2) },
    ];
  });
}

/** pdf.js gives the event loop a turn now and then, so a clock beside it can stop the wait. */
async function withinTime<T>(work: Promise<T>, budget: Budget): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new AppError('readTimeout')), budget.millisecondsLeft());
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

function tooManyPages(most: number): AppError {
  return new AppError('fileTooLarge', {
    text: `В файле больше ${most} страниц.`,
    advice: 'Оставьте в файле только страницы с планом.',
  });
}

function translated(error: unknown): unknown {
  const name = error instanceof Error ? error.name : '';
  if (name === 'PasswordException') return new AppError('fileEncrypted');
  if (/^(?:InvalidPDF|FormatError|MissingPDF|UnknownError|XRef)/.test(name))
    return new AppError('fileDamaged', { reason: String(error) });
  return error;
}
