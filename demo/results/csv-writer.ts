/** One file of the region came as text with semicolons in the code page of old Windows. */
import { writeFile } from 'node:fs/promises';
import type { Cell, SheetContent } from './sheet-writer.ts';

export async function writeCsv1251(path: string, [sheet]: readonly SheetContent[]): Promise<void> {
  const lines: string[] = [];
  await sheet?.fill({
    row(cells) {
      lines.push(cells.map(field).join(';'));
    },
  });
  await writeFile(path, bytes1251(`${lines.join('\r\n')}\r\n`));
}

function field(cell: Cell): string {
  const text = cell === null ? '' : String(cell);
  return /[;"\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function bytes1251(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i += 1) bytes[i] = byteOf(text.charCodeAt(i));
  return bytes;
}

function byteOf(code: number): number {
  if (code < 0x80 || code === 0xa0) return code;
  if (code >= 0x410 && code <= 0x44f) return code - 0x410 + 0xc0;
  return { 0x401: 0xa8, 0x451: 0xb8, 0x2116: 0xb9, 0xab: 0xab, 0xbb: 0xbb, 0x2013: 0x96 }[code] ?? 0x3f;
}
