/** How many bits a cell carries beside the mean of its row, in four steps: each film has its own weave. */
import { Axis } from "./axis";
import type { Gathering } from "./cells";
import type { Facts, Row } from "./facts";

/** Bits a second of each drawn cell; 0 where the sizes are not known. */
export function rates(facts: Facts, row: Row, { edges }: Gathering): number[] {
  const axis = Axis.of(facts);
  return edges.slice(1).map((to, index) => {
    const from = edges[index] ?? 0;
    const bytes = (row.sizes ?? []).slice(from, to).reduce((sum, each) => sum + each, 0);
    const seconds = axis.start(to) - axis.start(from);
    return seconds > 0 ? (bytes * 8) / seconds : 0;
  });
}

export function weights(facts: Facts, row: Row, gathering: Gathering): (1 | 2 | 3 | 4)[] {
  const all = rates(facts, row, gathering);
  const mean = all.reduce((sum, rate) => sum + rate, 0) / Math.max(1, all.length);
  return all.map((rate) => step(mean ? rate / mean : 1));
}

/** The steps lie so that a row of constant bits is one even grey. */
function step(ratio: number): 1 | 2 | 3 | 4 {
  if (ratio < 0.6) return 1;
  if (ratio < 1.1) return 2;
  return ratio < 1.5 ? 3 : 4;
}

/** Mean bits a second over the cells of a row that are made; 0 while none is. */
export function meanRate(facts: Facts, row: Row): number {
  const axis = Axis.of(facts);
  let [bytes, seconds] = [0, 0];
  for (const [column, size] of (row.sizes ?? []).entries()) {
    if (!size) continue;
    bytes += size;
    seconds += axis.start(column + 1) - axis.start(column);
  }
  return seconds ? (bytes * 8) / seconds : 0;
}
