/** Text boxes of a DOC: their text lies behind the main text, tied to its anchor by the shape's number. */
import type { Budget } from '../limits.ts';
import type { DocFile } from './file.ts';

const ANCHOR_SIZE = 26;
const BOX_SIZE = 22;
const SHAPE_IN_BOX = 14;

/** Position of the anchor in the main text → the stretch of the boxes' text. */
export function readBoxes({ table, location }: DocFile, budget: Budget): Map<number, { from: number; to: number }> {
  const boxes = location('boxes');
  const boxCount = Math.max(0, Math.floor((boxes.length - 4) / (4 + BOX_SIZE)));
  const textOfShape = new Map<number, { from: number; to: number }>();
  for (let index = 0; index < boxCount; index += 1) {
    budget.step();
    const shape = table.i32(boxes.offset + (boxCount + 1) * 4 + index * BOX_SIZE + SHAPE_IN_BOX);
    const from = table.u32(boxes.offset + index * 4);
    const to = table.u32(boxes.offset + index * 4 + 4);
    if (shape !== 0 && to > from) textOfShape.set(shape, { from, to });
  }
  const anchors = location('anchors');
  const anchorCount = Math.max(0, Math.floor((anchors.length - 4) / (4 + ANCHOR_SIZE)));
  const found = new Map<number, { from: number; to: number }>();
  for (let index = 0; index < anchorCount; index += 1) {
    budget.step();
    const text = textOfShape.get(table.i32(anchors.offset + (anchorCount + 1) * 4 + index * ANCHOR_SIZE));
    if (text) found.set(table.u32(anchors.offset + index * 4), text);
  }
  return found;
}
