/** An answer that is a file: saved under its Russian name, never opened as a page of ours. */

export function download(bytes: Uint8Array, name: string, contentType: string): Response {
  return new Response(bytes as Uint8Array<ArrayBuffer>, {
    headers: {
      'Content-Type': contentType,
      'Content-Length': String(bytes.byteLength),
      'Content-Disposition': contentDisposition(name),
      'X-Content-Type-Options': 'nosniff',
      // Whatever the file holds, it runs nothing when a browser shows it after all.
      'Content-Security-Policy': "sandbox; default-src 'none'",
      'Cache-Control': 'private, no-store',
    },
  });
}

/** RFC 6266: the name in UTF-8, and a plain one for what does not read that. */
export function contentDisposition(name: string): string {
  const clean = name.replace(/[\p{Cc}"\\/]/gu, '_');
  const plain = clean.replace(/[^\x20-\x7E]/g, '_');
  const encoded = encodeURIComponent(clean).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
