/** Which files may be attached to a record, told by their content: what people scan, print and send, and nothing that runs. */
import { AppError } from '#kernel/errors.ts';
import { detect, extensionOf } from './read/detect.ts';

export type Attachment = { name: string; bytes: Uint8Array };

/** Kinds of content and the extensions under which they come, with the type each is served as. */
const TYPES: Record<string, Record<string, string>> = {
  pdf: { pdf: 'application/pdf' },
  zip: {
    docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
    odt: 'application/vnd.oasis.opendocument.text',
    ods: 'application/vnd.oasis.opendocument.spreadsheet',
    odp: 'application/vnd.oasis.opendocument.presentation',
    zip: 'application/zip',
  },
  ole: { doc: 'application/msword', xls: 'application/vnd.ms-excel', ppt: 'application/vnd.ms-powerpoint' },
  rtf: { rtf: 'application/rtf', doc: 'application/rtf' },
  jpeg: { jpg: 'image/jpeg', jpeg: 'image/jpeg' },
  png: { png: 'image/png' },
  text: { txt: 'text/plain; charset=utf-8', csv: 'text/csv; charset=utf-8' },
};

/** What file choosers offer. */
export const ATTACHMENTS = Object.values(TYPES)
  .flatMap((byExtension) => Object.keys(byExtension))
  .map((extension) => `.${extension}`)
  .join(',');

const NAME_LENGTH = 200;

/** The type to serve the file as; refuses what is empty, too large, not a document, or named as something else. */
export function attachmentType(file: Attachment, limitBytes: number): string {
  if (file.bytes.length === 0) throw new AppError('fileEmpty');
  if (file.bytes.length > limitBytes)
    throw new AppError('fileTooLarge', {
      advice: `Можно приложить файл до ${Math.floor(limitBytes / 1024 / 1024)} МБ.`,
    });
  const byExtension = TYPES[contentKind(file.bytes)];
  if (!byExtension) {
    throw new AppError('fileTypeUnknown', {
      advice: 'Приложите PDF, документ Word или Excel, изображение JPEG или PNG.',
    });
  }
  const type = byExtension[extensionOf(file.name)];
  if (!type) throw new AppError('fileTypeMismatch');
  return type;
}

/** A file name without a path and control characters, short enough to be written anywhere. */
export function attachmentName(name: string): string {
  const base =
    name
      .split(/[/\\]/)
      .at(-1)
      ?.replace(/\p{Cc}/gu, '')
      .trim() || 'файл';
  if (base.length <= NAME_LENGTH) return base;
  const extension = extensionOf(base);
  return `${base.slice(0, NAME_LENGTH - extension.length - 1)}.${extension}`;
}

function contentKind(bytes: Uint8Array): string {
  const detected = detect(bytes);
  if (detected?.kind === 'foreign')
    return detected.name.includes('JPEG') ? 'jpeg' : detected.name.includes('PNG') ? 'png' : 'foreign';
  // What no signature tells is text only when it holds none of the bytes that texts do not have.
  if (detected?.kind === 'text' && bytes.subarray(0, 65_536).some((byte) => byte < 9 || (byte > 13 && byte < 32)))
    return 'foreign';
  return detected?.kind ?? 'foreign';
}
