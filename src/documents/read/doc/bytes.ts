/** Little-endian numbers of a binary Word stream; reading past its end gives zero, as for padding. */
export class Bytes {
  readonly data: Uint8Array;
  readonly #view: DataView;

  constructor(data: Uint8Array) {
    this.data = data;
    this.#view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  }

  get length(): number {
    return this.data.length;
  }

  u8(at: number): number {
    return this.data[at] ?? 0;
  }

  u16(at: number): number {
    return at >= 0 && at + 2 <= this.length ? this.#view.getUint16(at, true) : 0;
  }

  i16(at: number): number {
    return at >= 0 && at + 2 <= this.length ? this.#view.getInt16(at, true) : 0;
  }

  u32(at: number): number {
    return at >= 0 && at + 4 <= this.length ? this.#view.getUint32(at, true) : 0;
  }

  i32(at: number): number {
    return at >= 0 && at + 4 <= this.length ? this.#view.getInt32(at, true) : 0;
  }

  slice(from: number, length: number): Bytes {
    return new Bytes(this.data.subarray(from, from + Math.max(0, length)));
  }

  /** UTF-16 text of so many characters. */
  text(from: number, characters: number): string {
    return new TextDecoder('utf-16le').decode(this.data.subarray(from, from + characters * 2));
  }
}
