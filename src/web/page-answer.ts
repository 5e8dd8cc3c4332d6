/**
 * A page on its way out. Its text stays a text: as the body of a Response it would become a stream, be read and
 * copied again, which costs as much as some of our queries. The server sends it, compressed where that is accepted.
 */
export class PageAnswer extends Response {
  readonly html: string;

  constructor(html: string, head: { status: number; headers: Headers }) {
    super(null, head);
    this.html = html;
  }
}
