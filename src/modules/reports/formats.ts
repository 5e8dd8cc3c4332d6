/** In which formats an official document is written, and how it is named and served. */
import { writeDocx } from '#documents/write/docx.ts';
import type { OfficialDocument } from '#documents/write/model.ts';
import { writePdf } from '#documents/write/pdf.ts';
import { writeWorkbook } from '#documents/write/workbook.ts';
import { AppError } from '#kernel/errors.ts';
import { download } from '#platform/download.ts';

type Format = { contentType: string; write(document: OfficialDocument): Uint8Array | Promise<Uint8Array> };

const LONGEST_NAME = 110;
const OFFICE = 'application/vnd.openxmlformats-officedocument';

const FORMATS = {
  docx: { contentType: `${OFFICE}.wordprocessingml.document`, write: writeDocx },
  pdf: { contentType: 'application/pdf', write: writePdf },
  xlsx: { contentType: `${OFFICE}.spreadsheetml.sheet`, write: writeWorkbook },
} as const satisfies Record<string, Format>;

export type FormatName = keyof typeof FORMATS;
export const FORMAT_NAMES = Object.keys(FORMATS) as FormatName[];

export async function writeAs(document: OfficialDocument, format: FormatName): Promise<Uint8Array> {
  return FORMATS[format].write(document);
}

export async function documentResponse(
  document: OfficialDocument,
  format: FormatName,
  name: string,
): Promise<Response> {
  return download(await writeAs(document, format), `${shortened(name)}.${format}`, FORMATS[format].contentType);
}

/** Titles of plans run over several lines; file systems allow 255 bytes, half as many Russian letters. */
function shortened(name: string): string {
  const clean = name
    .replaceAll('/', '-')
    .replace(/[<>:|?*]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return clean.length <= LONGEST_NAME ? clean : clean.slice(0, clean.lastIndexOf(' ', LONGEST_NAME));
}

/** The format that an address or a file name ends with, or null. */
export function formatOf(name: string): FormatName | null {
  const extension = name.split('.').at(-1)?.toLowerCase();
  return FORMAT_NAMES.find((format) => format === extension) ?? null;
}

/** The same for an address: there it must be one. */
export function formatOfAddress(url: string): FormatName {
  const format = formatOf(new URL(url).pathname);
  if (format === null) throw new AppError('notFound');
  return format;
}
