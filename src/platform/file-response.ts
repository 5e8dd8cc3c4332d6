/** Bytes as an answer that the browser saves under a Russian name. */

export type FileAnswer = { bytes: Uint8Array; name: string; contentType: string };

/** Long enough to recognise, short enough for every file system. */
const LONGEST_NAME = 120;

export function fileResponse({ bytes, name, contentType }: FileAnswer): Response {
  const clean = fileName(name);
  // Old clients that do not know `filename*` get the extension right at least.
  const ascii = `opora${/\.[a-z0-9]+$/i.exec(clean)?.[0] ?? ''}`;
  return new Response(new Uint8Array(bytes), {
    headers: {
      'Content-Type': contentType,
      'Content-Length': String(bytes.length),
      'Content-Disposition': `attachment; filename="${ascii}"; filename*=UTF-8''${encoded(clean)}`,
      'Cache-Control': 'private, no-store',
      'X-Content-Type-Options': 'nosniff',
    },
  });
}

/** Without what file systems refuse; cut before the extension. */
export function fileName(name: string): string {
  // oxlint-disable-next-line no-control-regex
  const clean = name.replace(/[\u0000-\u001F<>:"/\\|?*]+/g, ' ').replace(/\s+/g, ' ').trim();
  const extension = /\.[a-z0-9]+$/i.exec(clean)?.[0] ?? '';
  const stem = clean.slice(0, clean.length - extension.length);
  return `${stem.slice(0, LONGEST_NAME).replace(/[\s.]+$/, '')}${extension}`;
}

/** RFC 5987: what `encodeURIComponent` leaves and the header does not allow. */
function encoded(name: string): string {
  return encodeURIComponent(name).replace(/['()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}
