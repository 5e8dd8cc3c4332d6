/** The sheets of an XLSX or XLSM as columns of data. Each sheet is scanned while it unpacks; macros are never run. */
import { createInflateRaw } from 'node:zlib';
import { AppError, isAppError } from '#kernel/errors.ts';
import type { Budget } from '../limits.ts';
import { mainPart, relationsOf } from '../package.ts';
import { child, childrenOf, parseXml } from '../xml.ts';
import type { Archive } from '../zip.ts';
import { type DataSheet, SheetBuilder, type SheetLimits } from './model.ts';
import { SheetScanner } from './sheet-xml.ts';
import { sharedStrings } from './xml-text.ts';

/** Unpacked bytes that come at once. */
const PIECE = 512 * 1024;

export async function readXlsxSheets(
  archive: Archive,
  limits: SheetLimits,
  budget: Budget,
): Promise<{ sheets: DataSheet[]; macros: boolean }> {
  const part = mainPart(archive, 'xl/workbook.xml', budget);
  const relations = relationsOf(archive, part, budget);
  const stringsPart = [...relations.values()].find(({ type }) => type === 'sharedStrings')?.target;
  const texts = sharedStrings((stringsPart && archive.text(stringsPart)) || '');
  const sheets: DataSheet[] = [];
  for (const { attributes } of childrenOf(child(parseXml(archive.text(part)!, budget), 'x:sheets'), 'x:sheet')) {
    const target = relations.get(attributes['r:id'] ?? '')?.target;
    if (target === undefined || !archive.has(target)) continue;
    const builder = new SheetBuilder(limits, [...texts]);
    await scanSheet(archive, target, builder, budget);
    sheets.push(builder.finish(attributes['name'] ?? '', /hidden/i.test(attributes['state'] ?? '')));
  }
  return { sheets, macros: archive.names.some((name) => /(^|\/)vbaProject\.bin$/i.test(name)) };
}

async function scanSheet(archive: Archive, part: string, builder: SheetBuilder, budget: Budget): Promise<void> {
  const scanner = new SheetScanner(builder);
  const { packed, deflated } = archive.packed(part)!;
  if (deflated) await inflate(packed, scanner, budget);
  else {
    budget.unpacked(packed.length, packed.length, packed.length);
    scanner.push(packed);
  }
  if (!scanner.finished)
    throw new AppError('fileDamaged', { text: 'Лист файла обрывается: он сохранён не полностью.' });
}

async function inflate(packed: Uint8Array, scanner: SheetScanner, budget: Budget): Promise<void> {
  const stream = createInflateRaw({ chunkSize: PIECE });
  stream.end(packed);
  let size = 0;
  try {
    for await (const piece of stream as AsyncIterable<Uint8Array>) {
      size += piece.length;
      budget.unpacked(piece.length, packed.length, size);
      scanner.push(piece);
      if (scanner.finished) break;
    }
  } catch (error) {
    if (isAppError(error)) throw error;
    throw new AppError('fileDamaged');
  } finally {
    stream.destroy();
  }
}
