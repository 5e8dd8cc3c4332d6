/** Bytes of an RTF file to characters, by the code page of the document or of the font. */
import { symbolText } from '../symbols.ts';

const BY_CHARSET: Record<number, string> = {
  77: 'macintosh',
  128: 'shift_jis',
  129: 'euc-kr',
  134: 'gbk',
  136: 'big5',
  161: 'windows-1253',
  162: 'windows-1254',
  163: 'windows-1258',
  177: 'windows-1255',
  178: 'windows-1256',
  186: 'windows-1257',
  204: 'windows-1251',
  222: 'windows-874',
  238: 'windows-1250',
  255: 'ibm866',
};
const BY_NUMBER: Record<number, string> = {
  866: 'ibm866',
  20866: 'koi8-r',
  65001: 'utf-8',
  10000: 'macintosh',
  10007: 'x-mac-cyrillic',
  932: 'shift_jis',
  936: 'gbk',
};
const SYMBOL = 'symbol';
const SYMBOL_CHARSET = 2;

export function codePageOfCharset(charset: number): string | null {
  return charset === SYMBOL_CHARSET ? SYMBOL : (BY_CHARSET[charset] ?? null);
}

export function codePageOfNumber(number: number): string {
  return BY_NUMBER[number] ?? (number >= 1250 && number <= 1258 ? `windows-${number}` : 'windows-1251');
}

const decoders = new Map<string, TextDecoder>();

export function decodeBytes(bytes: number[], codePage: string): string {
  if (codePage === SYMBOL)
    return bytes.map((byte) => symbolText(`F0${byte.toString(16).padStart(2, '0')}`, 'Symbol')).join('');
  const decoder = decoders.get(codePage) ?? new TextDecoder(codePage);
  decoders.set(codePage, decoder);
  return decoder.decode(Uint8Array.from(bytes));
}
