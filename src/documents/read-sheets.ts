/**
 * From the bytes of a file to sheets of data: what `readDocument` is for documents, this is for large tables. What the
 * file is, its content says. Nothing is executed, nothing outside the file is fetched.
 */
import { AppError, isAppError } from '#kernel/errors.ts';
import { CompoundFile } from './read/compound.ts';
import { detect, extensionOf } from './read/detect.ts';
import { Budget, DEFAULT_READ_LIMITS } from './read/limits.ts';
import { readCsvSheet } from './read/sheets/csv.ts';
import { type DataSheet, DEFAULT_SHEET_LIMITS, type SheetLimits } from './read/sheets/model.ts';
import { readXlsxSheets } from './read/sheets/xlsx.ts';
import { decodeText } from './read/text/decode.ts';
import { zipFormat } from './read/zip-format.ts';
import { Archive } from './read/zip.ts';

export { CELL, columnLetter, type DataColumn, type DataSheet, type SheetLimits } from './read/sheets/model.ts';

export type DataBook = {
  format: 'xlsx' | 'csv';
  sheets: DataSheet[];
  /** The file holds macros; they were left alone. */
  macros: boolean;
};

export type ReadSheetsOptions = {
  fileName?: string;
  limits?: Partial<SheetLimits>;
  /** A monotonic clock in milliseconds, for the time limit. */
  now?: () => number;
};

const SAVE_AS = 'Сохраните таблицу как XLSX или CSV и загрузите снова.';

export async function readSheets(bytes: Uint8Array, options: ReadSheetsOptions = {}): Promise<DataBook> {
  const limits = { ...DEFAULT_SHEET_LIMITS, ...options.limits };
  if (bytes.length === 0) throw new AppError('fileEmpty');
  if (bytes.length > limits.inputBytes)
    throw new AppError('fileTooLarge', { text: `Файл больше ${Math.floor(limits.inputBytes / (1024 * 1024))} МБ.` });
  const budget = new Budget(
    { ...DEFAULT_READ_LIMITS, ...limits, compressionRatio: 400 },
    options.now ?? (() => performance.now()),
  );
  try {
    return await read(bytes, options, limits, budget);
  } catch (error) {
    if (isAppError(error)) throw error;
    throw new AppError('fileDamaged', { reason: String(error) });
  }
}

async function read(
  bytes: Uint8Array,
  { fileName }: ReadSheetsOptions,
  limits: SheetLimits,
  budget: Budget,
): Promise<DataBook> {
  const detected = detect(bytes);
  if (detected.kind === 'zip') {
    const archive = new Archive(bytes, budget);
    const found = zipFormat(archive, budget);
    if (found.format === 'xlsx') return { format: 'xlsx', ...(await readXlsxSheets(archive, limits, budget)) };
    throw notATable(found.format === 'foreign' ? found.name : NAMES[found.format], fileName);
  }
  if (detected.kind === 'ole') {
    const compound = new CompoundFile(bytes, budget);
    if (compound.has('EncryptedPackage')) throw new AppError('fileEncrypted');
    throw notATable(
      compound.has('Workbook') || compound.has('Book') ? 'книга старого Excel (XLS)' : NAMES.doc,
      fileName,
    );
  }
  if (detected.kind === 'text') return { format: 'csv', sheets: [readCsvSheet(csvText(bytes), limits)], macros: false };
  throw notATable(detected.kind === 'foreign' ? detected.name : NAMES[detected.kind], fileName);
}

const NAMES = {
  docx: 'документ Word',
  doc: 'документ старого Word',
  odt: 'документ OpenDocument',
  ods: 'таблица OpenDocument (ODS)',
  pdf: 'документ PDF',
  rtf: 'документ RTF',
  html: 'веб-страница',
};

function notATable(name: string, fileName: string | undefined): AppError {
  const extension = extensionOf(fileName);
  const claims = ['xlsx', 'xlsm', 'csv', 'tsv', 'txt'].includes(extension);
  return new AppError(claims ? 'fileTypeMismatch' : 'fileTypeUnknown', {
    text: claims
      ? `Файл назван .${extension}, но внутри ${name}.`
      : `Это ${name}, таблицы из такого файла не читаются.`,
    advice: SAVE_AS,
  });
}

function csvText(bytes: Uint8Array): string {
  const text = decodeText(bytes);
  if (text === null)
    throw new AppError('fileTypeUnknown', {
      text: 'Содержимое файла не похоже ни на таблицу, ни на текст.',
      advice: SAVE_AS,
    });
  return text;
}
