/** While a film is being made, the player keeps to rows that have the next cells: a better one would have to be made first. */
import type Hls from "hls.js";
import { axisOf } from "../grid/axis";
import { columnsOf, complete, covers, type Facts, type Row } from "../grid/facts";

const COLUMNS_AHEAD = 2;

function isMadeFrom(row: Row, column: number, columns: number): boolean {
  const last = Math.min(columns, column + COLUMNS_AHEAD);
  for (let each = column; each < last; each += 1) if (!covers(row.filled, each)) return false;
  return true;
}

/** The best level (an index of `hls.levels`, lowest first) whose cells after `time` are made; −1 for any when all is made. */
export function ceiling(facts: Facts, levels: Hls["levels"], time: number): number {
  if (complete(facts) || !columnsOf(facts)) return -1;
  const column = axisOf(facts).columnAt(time);
  const made = facts.rows.filter((row) => row.kind === "picture" && isMadeFrom(row, column, columnsOf(facts)));
  const best = levels.findLastIndex(({ width, height }) => made.some((row) => row.width === width && row.height === height));
  return Math.max(0, best);
}
