/** What a file is, by its content; the extension only helps to say what was expected. */
import type { SourceFormat } from '../model.ts';

/** A known format that is not read, and what to do with such a file when that is clear. */
type Foreign = { kind: 'foreign'; name: string; advice?: string };

/** A family of formats that are read (text is what is nothing else), or a known one that is not. */
export type Detected = { kind: 'zip' | 'ole' | 'rtf' | 'pdf' | 'html' | 'text' } | Foreign;

const EXTENSIONS: Record<string, SourceFormat> = {
  docx: 'docx',
  docm: 'docx',
  dotx: 'docx',
  dotm: 'docx',
  doc: 'doc',
  dot: 'doc',
  odt: 'odt',
  ott: 'odt',
  rtf: 'rtf',
  xlsx: 'xlsx',
  xlsm: 'xlsx',
  pdf: 'pdf',
  html: 'html',
  htm: 'html',
  txt: 'txt',
  csv: 'txt',
  tsv: 'txt',
  md: 'txt',
};

const FROM_PICTURE = 'Загрузите исходный документ Word или распознайте текст и сохраните его как DOCX.';
export const FROM_ARCHIVE = 'Распакуйте архив и загрузите сам документ.';
const FROM_WORD = 'Откройте его в Word и сохраните как DOCX.';
const FOREIGN: [number[], string, string?][] = [
  [[0x89, 0x50, 0x4e, 0x47], 'изображение PNG', FROM_PICTURE],
  [[0xff, 0xd8, 0xff], 'изображение JPEG', FROM_PICTURE],
  [[0x47, 0x49, 0x46, 0x38], 'изображение GIF', FROM_PICTURE],
  [[0x49, 0x49, 0x2a, 0x00], 'изображение TIFF', FROM_PICTURE],
  [[0x4d, 0x4d, 0x00, 0x2a], 'изображение TIFF', FROM_PICTURE],
  [[0x41, 0x54, 0x26, 0x54, 0x46, 0x4f, 0x52, 0x4d], 'скан DjVu', FROM_PICTURE],
  [[0x52, 0x61, 0x72, 0x21, 0x1a, 0x07], 'архив RAR', FROM_ARCHIVE],
  [[0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c], 'архив 7z', FROM_ARCHIVE],
  [[0x1f, 0x8b], 'архив GZIP', FROM_ARCHIVE],
  [[0x4d, 0x5a], 'программа Windows'],
  [[0x7f, 0x45, 0x4c, 0x46], 'программа'],
];

const PREFIX = 4096;

export function extensionOf(fileName: string | undefined): string {
  return /\.([^./\\]+)$/.exec(fileName ?? '')?.[1]?.toLowerCase() ?? '';
}

export function formatOfExtension(extension: string): SourceFormat | null {
  return EXTENSIONS[extension] ?? null;
}

export function detect(bytes: Uint8Array): Detected {
  if (startsWith(bytes, [0x50, 0x4b, 0x03, 0x04]) || startsWith(bytes, [0x50, 0x4b, 0x05, 0x06]))
    return { kind: 'zip' };
  if (startsWith(bytes, [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])) return { kind: 'ole' };
  const start = new TextDecoder('latin1')
    .decode(bytes.subarray(0, PREFIX))
    .replace(/^(?:ï»¿|ÿþ|þÿ)/, '')
    .replaceAll('\0', '');
  if (/^\s*\{\\rtf/.test(start)) return { kind: 'rtf' };
  if (start.slice(0, 1024).includes('%PDF-')) return { kind: 'pdf' };
  for (const [signature, name, advice] of FOREIGN)
    if (startsWith(bytes, signature)) return { kind: 'foreign', name, advice };
  if (start.slice(4, 8) === 'ftyp') return { kind: 'foreign', name: 'видео или фотография', advice: FROM_PICTURE };
  return detectMarkup(start) ?? { kind: 'text' };
}

function detectMarkup(start: string): Detected | null {
  const text = start.replace(/^\s*(?:<\?xml[^>]*>|<!--[^]*?-->|\s)*/, '');
  if (/^MIME-Version:/i.test(text)) return { kind: 'foreign', name: 'веб-архив MHTML', advice: FROM_WORD };
  if (/<\?mso-application progid="Word|<w:wordDocument|<pkg:package/.test(start))
    return { kind: 'foreign', name: 'документ Word XML', advice: FROM_WORD };
  if (/<Workbook[^>]+urn:schemas-microsoft-com:office:spreadsheet/.test(start))
    return { kind: 'foreign', name: 'таблица Excel XML', advice: 'Откройте её в Excel и сохраните как XLSX.' };
  if (
    /^(?:Version:\d[^]{0,400})?<(?:!doctype html|html|head|body|meta|title|table|style|div|p|h[1-6]|ul|ol|font|span|center|section|article|pre|b|a)[\s>]/i.test(
      text,
    )
  ) {
    return { kind: 'html' };
  }
  return /<html[\s>]/i.test(start) ? { kind: 'html' } : null;
}

function startsWith(bytes: Uint8Array, signature: number[]): boolean {
  return signature.every((byte, index) => bytes[index] === byte);
}
