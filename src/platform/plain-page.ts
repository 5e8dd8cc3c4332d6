/** A page made without the database, the build or a file: for when there is nothing else to answer with. */

export type PlainPage = {
  status: number;
  title: string;
  /** Paragraphs of text without marks; the last one leads back to the page. */
  text: readonly string[];
  /** Absent where asking again is no use. */
  retryAfterSeconds?: number;
};

export function plainPage(
  request: Request,
  nonce: string,
  { status, title, text, retryAfterSeconds }: PlainPage,
): Response {
  const headers = {
    'Cache-Control': 'no-store',
    ...(retryAfterSeconds !== undefined && { 'Retry-After': String(retryAfterSeconds) }),
  };
  if (!request.headers.get('accept')?.includes('text/html'))
    return new Response(text.join(' '), {
      status,
      headers: { ...headers, 'Content-Type': 'text/plain; charset=utf-8' },
    });
  const html = `<!doctype html>
<html lang="ru">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} — Опора</title>
<style nonce="${nonce}">body{font:1.125rem/1.5 system-ui,sans-serif;max-width:38rem;margin:12vh auto;padding:0 1rem;color:#1d2430;background:#fff}h1{font-size:1.75rem;line-height:1.25}a{color:#0b5394}@media(prefers-color-scheme:dark){body{color:#e8eaee;background:#14181f}a{color:#8ec1ff}}</style>
</head>
<body>
<main>
<h1>${title}</h1>
${text.map((paragraph) => `<p>${paragraph}</p>`).join('\n')}
<p><a href="">Обновить страницу</a>. Если вы отправляли форму, вернитесь назад и отправьте её ещё раз.</p>
</main>
</body>
</html>
`;
  return new Response(html, {
    status,
    headers: {
      ...headers,
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': `default-src 'none'; style-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    },
  });
}
