/** Which document a zip archive is. */
import { AppError } from '#kernel/errors.ts';
import { FROM_ARCHIVE } from './detect.ts';
import type { Budget } from './limits.ts';
import { childrenOf, parseXml } from './xml.ts';
import type { Archive } from './zip.ts';

export type ZipFormat =
  | { format: 'docx' | 'xlsx' | 'odt' | 'ods' }
  | { format: 'foreign'; name: string; advice?: string };

const MAIN_TYPES: [RegExp, ZipFormat][] = [
  [/wordprocessingml\.(?:document|template)\.main|ms-word\.(?:document|template)\.macroEnabled/i, { format: 'docx' }],
  [/spreadsheetml\.(?:sheet|template)\.main|ms-excel\.(?:sheet|template)\.macroEnabled/i, { format: 'xlsx' }],
  [/ms-excel\.sheet\.binary/i, { format: 'foreign', name: 'двоичная книга Excel (XLSB)' }],
  [/presentationml/i, { format: 'foreign', name: 'презентация PowerPoint' }],
];
const OPEN_DOCUMENT = 'application/vnd.oasis.opendocument.';

export function zipFormat(archive: Archive, budget: Budget): ZipFormat {
  const mimeType = archive.text('mimetype')?.trim() ?? '';
  if (mimeType.startsWith(OPEN_DOCUMENT))
    return openDocumentFormat(archive, mimeType.slice(OPEN_DOCUMENT.length), budget);
  const types = archive.text('[Content_Types].xml');
  if (types !== null) {
    for (const [pattern, format] of MAIN_TYPES) if (pattern.test(types)) return format;
  }
  if (archive.has('word/document.xml')) return { format: 'docx' };
  if (archive.has('xl/workbook.xml')) return { format: 'xlsx' };
  if (archive.has('content.xml')) return { format: 'odt' };
  return { format: 'foreign', name: 'архив ZIP', advice: FROM_ARCHIVE };
}

function openDocumentFormat(archive: Archive, kind: string, budget: Budget): ZipFormat {
  const manifest = archive.text('META-INF/manifest.xml');
  const parts = manifest === null ? [] : childrenOf(parseXml(manifest, budget), 'manifest:file-entry');
  if (parts.some((part) => childrenOf(part, 'manifest:encryption-data').length > 0))
    throw new AppError('fileEncrypted');
  if (kind.startsWith('text')) return { format: 'odt' };
  if (kind.startsWith('spreadsheet')) return { format: 'ods' };
  return { format: 'foreign', name: 'документ OpenDocument другого вида' };
}
