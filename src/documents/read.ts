/**
 * From the bytes of a file to the document model. What the file is, its content says; the name
 * and the declared type only help to word the refusal. Nothing outside the file is ever fetched.
 */
import { AppError, isAppError } from '#kernel/errors.ts';
import type { Block, SourceDocument, SourceFormat } from './model.ts';
import { detect, extensionOf, formatOfExtension } from './read/detect.ts';
import { readDoc } from './read/doc/doc.ts';
import { CompoundFile } from './read/compound.ts';
import { readDocx } from './read/docx/docx.ts';
import { Budget, DEFAULT_READ_LIMITS, type ReadLimits } from './read/limits.ts';
import { decodeHtml } from './read/html/decode.ts';
import { readHtml } from './read/html/html.ts';
import { readOds, readOdt } from './read/odt/odt.ts';
import { readPdf } from './read/pdf/pdf.ts';
import { decodeText } from './read/text/decode.ts';
import { readText } from './read/text/text.ts';
import { readRtf } from './read/rtf/rtf.ts';
import { readXlsx } from './read/xlsx/xlsx.ts';
import { tidyBlocks } from './read/tidy.ts';
import { Archive } from './read/zip.ts';
import { zipFormat } from './read/zip-format.ts';

export type Convert = (bytes: Uint8Array, from: 'doc' | 'xls') => Promise<Uint8Array>;

export type ReadOptions = {
  fileName?: string;
  contentType?: string;
  limits?: Partial<ReadLimits>;
  /** Turns an older Office format into today's (DOCX, XLSX), where such a program is at hand. */
  convert?: Convert;
  /** A monotonic clock in milliseconds, for the time limit. */
  now?: () => number;
};

type Content = { format: SourceFormat; blocks: Block[]; sheets?: string[] };

export async function readDocument(bytes: Uint8Array, options: ReadOptions = {}): Promise<SourceDocument> {
  const budget = new Budget({ ...DEFAULT_READ_LIMITS, ...options.limits }, options.now ?? (() => performance.now()));
  refuseBySize(bytes, budget.limits);
  try {
    const { format, blocks, sheets } = await readContent(bytes, options, budget);
    const tidy = tidyBlocks(blocks, budget);
    if (tidy.length === 0)
      throw new AppError(
        format === 'pdf' ? 'fileNoText' : 'fileEmpty',
        format === 'pdf' ? {} : { text: 'В документе нет текста.' },
      );
    return sheets ? { format, blocks: tidy, sheets } : { format, blocks: tidy };
  } catch (error) {
    if (isAppError(error)) throw error;
    throw new AppError('fileDamaged', { reason: String(error) });
  }
}

function refuseBySize(bytes: Uint8Array, limits: ReadLimits): void {
  if (bytes.length === 0) throw new AppError('fileEmpty');
  if (bytes.length <= limits.inputBytes) return;
  const megabytes = Math.floor(limits.inputBytes / (1024 * 1024));
  throw new AppError('fileTooLarge', { text: `Файл больше ${megabytes} МБ.` });
}

async function readContent(bytes: Uint8Array, options: ReadOptions, budget: Budget): Promise<Content> {
  const detected = detect(bytes);
  const { fileName, contentType } = options;
  const extension = extensionOf(fileName);
  switch (detected.kind) {
    case 'zip':
      return readZip(new Archive(bytes, budget), extension, budget);
    case 'pdf':
      return { format: 'pdf', blocks: await readPdf(bytes, budget) };
    case 'rtf':
      return { format: 'rtf', blocks: readRtf(bytes, budget) };
    case 'html':
      return readMarkup(bytes, extension, contentType, budget);
    case 'text':
      if (/^text\/html\b/i.test(contentType ?? '')) return readMarkup(bytes, extension, contentType, budget);
      return { format: 'txt', blocks: readText(plainText(bytes, extension), extension, budget) };
    case 'foreign':
      throw foreign(detected, extension);
    case 'ole':
      return readOle(bytes, options, budget);
  }
}

/** Formats of Office up to 2003, and the wrapping of documents with a password. */
async function readOle(bytes: Uint8Array, { fileName, convert }: ReadOptions, budget: Budget): Promise<Content> {
  const compound = new CompoundFile(bytes, budget);
  if (compound.has('EncryptedPackage')) throw new AppError('fileEncrypted');
  if (compound.has('Workbook') || compound.has('Book')) return readConverted(bytes, 'xls', convert, budget);
  if (!compound.has('WordDocument')) {
    const name = compound.has('PowerPoint Document') ? 'презентация PowerPoint' : 'файл другой программы';
    throw foreign({ name }, extensionOf(fileName));
  }
  try {
    const blocks = readDoc(compound, budget);
    if (blocks) return { format: 'doc', blocks };
  } catch (error) {
    // A converter may forgive what the own reader does not.
    if (!convert || (isAppError(error) && error.code !== 'fileDamaged')) throw error;
  }
  return readConverted(bytes, 'doc', convert, budget);
}

async function readConverted(
  bytes: Uint8Array,
  from: 'doc' | 'xls',
  convert: Convert | undefined,
  budget: Budget,
): Promise<Content> {
  if (!convert) {
    const advice = `Откройте файл и сохраните его как ${from === 'doc' ? 'DOCX' : 'XLSX'}, затем загрузите снова.`;
    throw new AppError('converterMissing', { advice });
  }
  const content = readZip(new Archive(await convert(bytes, from), budget), '', budget);
  return from === 'doc' ? { ...content, format: 'doc' } : content;
}

function readZip(archive: Archive, extension: string, budget: Budget): Content {
  const found = zipFormat(archive, budget);
  switch (found.format) {
    case 'docx':
      return { format: 'docx', blocks: readDocx(archive, budget) };
    case 'xlsx':
      return { format: 'xlsx', ...readXlsx(archive, budget) };
    case 'odt':
      return { format: 'odt', blocks: readOdt(archive, budget) };
    case 'ods':
      return { format: 'odt', ...readOds(archive, budget) };
    case 'foreign':
      throw foreign(found, extension);
  }
}

/** Stray tags at the beginning of an extracted text do not make it a web page. */
function readMarkup(bytes: Uint8Array, extension: string, contentType: string | undefined, budget: Budget): Content {
  const html = decodeHtml(bytes, contentType);
  if (html === null) throw new AppError('fileDamaged');
  if (extension === 'txt' && !/<(?:html|body|table)[\s>]/i.test(html))
    return { format: 'txt', blocks: readText(plainText(bytes, extension), extension, budget) };
  return { format: 'html', blocks: readHtml(html, budget) };
}

function plainText(bytes: Uint8Array, extension: string): string {
  const expected = formatOfExtension(extension);
  const text = decodeText(bytes);
  if (text === null) {
    if (expected === null) throw new AppError('fileTypeUnknown');
    throw new AppError('fileDamaged', {
      text: `Файл назван .${extension}, но его содержимое не читается: он повреждён или это другой формат.`,
    });
  }
  if (text.trim() === '') throw new AppError('fileEmpty');
  if (expected !== null && expected !== 'txt' && expected !== 'html')
    throw foreign({ name: 'простой текст' }, extension);
  return text;
}

function foreign({ name, advice }: { name: string; advice?: string }, extension: string): AppError {
  const more = advice === undefined ? {} : { advice };
  if (formatOfExtension(extension) === null)
    return new AppError('fileTypeUnknown', { text: `Это ${name}: такие файлы не читаются.`, ...more });
  return new AppError('fileTypeMismatch', { text: `Файл назван .${extension}, но внутри ${name}.`, ...more });
}
