/** Texts of a workbook: entities, Excel's `_x000D_`, and the table of shared strings. */
const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

export function unescapeXml(text: string): string {
  let plain = text;
  if (plain.includes('&'))
    plain = plain.replace(/&(?:#(\d+)|#x([\da-f]+)|(\w+));/gi, (whole, decimal, hexadecimal, name) => {
      if (name) return ENTITIES[name as string] ?? whole;
      const code = decimal ? Number(decimal) : Number.parseInt(hexadecimal as string, 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : '';
    });
  if (plain.includes('_x'))
    plain = plain.replace(/_x([\dA-F]{4})_/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
  return plain;
}

/** The shared strings, in order; formatting is dropped, phonetic hints are not text. */
export function sharedStrings(xml: string): string[] {
  const strings: string[] = [];
  const item = /<(?:\w+:)?si(?:\s[^>]*)?(\/)?>/g;
  for (let opened = item.exec(xml); opened; opened = item.exec(xml)) {
    if (opened[1]) {
      strings.push('');
      continue;
    }
    const end = endOfItem(xml, item.lastIndex);
    strings.push(itemText(xml, item.lastIndex, end));
    item.lastIndex = end;
  }
  return strings;
}

function endOfItem(xml: string, from: number): number {
  for (let at = xml.indexOf('</', from); at >= 0; at = xml.indexOf('</', at + 2)) {
    if (xml.startsWith('si>', at + 2)) return at;
    const close = xml.indexOf('>', at);
    if (
      close > 0 &&
      xml
        .slice(at + 2, close)
        .trim()
        .endsWith(':si')
    )
      return at;
  }
  return xml.length;
}

function itemText(xml: string, from: number, to: number): string {
  // The usual item is one `<t>` without attributes.
  if (xml.startsWith('<t>', from)) {
    const end = xml.indexOf('<', from + 3);
    if (end + 4 === to && xml.startsWith('</t>', end)) return unescapeXml(xml.slice(from + 3, end));
  }
  const inner = xml.slice(from, to).replace(/<(\w+:)?rPh\b[^]*?<\/(\w+:)?rPh>/g, '');
  let text = '';
  for (const match of inner.matchAll(/<(?:\w+:)?t(?:\s[^>]*)?>([^<]*)</g)) text += match[1];
  return unescapeXml(text);
}
