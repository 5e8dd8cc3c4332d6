/** What a page shows, in points from its upper left corner: pieces of text and ruled lines. */
export type TextPiece = {
  text: string;
  /** Left and right end, and the line the letters stand on. */
  left: number;
  right: number;
  baseline: number;
  size: number;
  /** Text that runs up or down the page. */
  turned: 'up' | 'down' | null;
  bold: boolean;
  italic: boolean;
};

/** A straight ruled line. */
export type Rule = { vertical: boolean; at: number; from: number; to: number };

export type Link = { address: string; left: number; top: number; right: number; bottom: number };

export type Box = { left: number; top: number; right: number; bottom: number };

export type PageContent = { width: number; height: number; pieces: TextPiece[]; rules: Rule[]; links: Link[] };

/** a, b, c, d, e, f as PDF writes them. */
export type Matrix = readonly [number, number, number, number, number, number];

export const IDENTITY: Matrix = [1, 0, 0, 1, 0, 0];

/** First `inner`, then `outer`. */
export function multiply(outer: Matrix, inner: Matrix): Matrix {
  return [
    outer[0] * inner[0] + outer[2] * inner[1],
    outer[1] * inner[0] + outer[3] * inner[1],
    outer[0] * inner[2] + outer[2] * inner[3],
    outer[1] * inner[2] + outer[3] * inner[3],
    outer[0] * inner[4] + outer[2] * inner[5] + outer[4],
    outer[1] * inner[4] + outer[3] * inner[5] + outer[5],
  ];
}

export function apply(matrix: Matrix, x: number, y: number): [number, number] {
  return [matrix[0] * x + matrix[2] * y + matrix[4], matrix[1] * x + matrix[3] * y + matrix[5]];
}

export function contains(box: Box, x: number, y: number): boolean {
  return x >= box.left && x <= box.right && y >= box.top && y <= box.bottom;
}

/** Distinct positions: those nearer than `tolerance` to each other are one, at their mean. */
export function clusters(values: number[], tolerance: number): number[] {
  const groups: number[][] = [];
  for (const value of [...values].sort((a, b) => a - b)) {
    const last = groups.at(-1);
    if (last && value - last.at(-1)! <= tolerance) last.push(value);
    else groups.push([value]);
  }
  return groups.map((group) => group.reduce((sum, value) => sum + value, 0) / group.length);
}

/** The index of the position nearest to the value. */
export function nearest(positions: number[], value: number): number {
  let best = 0;
  positions.forEach((position, index) => {
    if (Math.abs(position - value) < Math.abs(positions[best]! - value)) best = index;
  });
  return best;
}
