/** The JSON in a file, where it is one; reference data of other programs come so. */
export function jsonOf(bytes: Uint8Array): unknown {
  const first = bytes.find((byte) => byte > 32 && byte < 0x80);
  if (first !== 123 && first !== 91) return null;
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as unknown;
  } catch {
    return null;
  }
}
