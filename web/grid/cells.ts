/** From facts to drawing: the state of each drawn cell, runs of equal states, and one path per state. */
import { columnsOf, complete, type Facts, type Row, type Run } from "./facts";
import { weights } from "./weights";

export type State = "plan" | "make" | "done" | "fail-cells" | "b1" | "b2" | "b3" | "b4";
export const STATES: readonly State[] = ["plan", "make", "done", "fail-cells", "b1", "b2", "b3", "b4"];

/** How columns are gathered into drawn cells: drawn cell `i` stands for `[edges[i], edges[i + 1])`. */
export interface Gathering {
  edges: readonly number[];
  /** Columns in the widest drawn cell. */
  widest: number;
}

/** Drawn cells in the large grid; the scrubber counts in them too. */
export const MOST_COLUMNS = 96;

export function gather(columns: number, most: number): Gathering {
  const drawn = Math.min(columns, most);
  const edges = Array.from({ length: drawn + 1 }, (_, index) => Math.round((index * columns) / Math.max(1, drawn)));
  const widest = edges.slice(1).reduce((width, edge, index) => Math.max(width, edge - (edges[index] ?? 0)), 0);
  return { edges, widest };
}

/** One count per drawn cell: how many of its columns lie in the runs. The cost follows runs and drawn cells, not columns. */
export function counts(runs: readonly Run[], { edges }: Gathering): number[] {
  const before = (column: number): number => runs.reduce((sum, [from, to]) => sum + Math.max(0, Math.min(to, column) - from), 0);
  const sums = edges.map(before);
  return sums.slice(1).map((sum, index) => sum - (sums[index] ?? 0));
}

/** A gathered cell is made when all of it is, failed when any of it failed, and being made from its first made column on. */
function working(row: Row, gathering: Gathering): State[] {
  const [filled, making, failed] = [counts(row.filled, gathering), counts(row.making, gathering), counts(row.failed, gathering)];
  return filled.map((made, index) => {
    const width = (gathering.edges[index + 1] ?? 0) - (gathering.edges[index] ?? 0);
    if (failed[index]) return "fail-cells";
    if (made >= width) return "done";
    return made || making[index] ? "make" : "plan";
  });
}

/** States of every row, best picture first. A complete grid gives its colour back: four greys, darker for more bits. */
export function states(facts: Facts, gathering: Gathering): State[][] {
  return complete(facts)
    ? facts.rows.map((row) => weights(facts, row, gathering).map((weight) => `b${weight}` as State))
    : facts.rows.map((row) => working(row, gathering));
}

export function runsOf(line: readonly State[], state: State): Run[] {
  const runs: [number, number][] = [];
  line.forEach((each, index) => {
    const last = runs.at(-1);
    if (each !== state) return;
    if (last && last[1] === index) last[1] = index + 1;
    else runs.push([index, index + 1]);
  });
  return runs;
}

/** `M a·p y H b·p−1` for each run. */
export function path(runs: readonly Run[], pitch: number, y: number): string {
  return runs.map(([from, to]) => `M${from * pitch} ${y}H${to * pitch - 1}`).join("");
}

export interface Measures {
  pitch: number;
  rowPitch: number;
  /** Middle of the first row. */
  first: number;
  /** Extra gap above the first row of sound. */
  gap: number;
}

/** Middle of each row. */
export function middles(facts: Facts, { rowPitch, first, gap }: Measures): number[] {
  const sound = facts.rows.findIndex((row) => row.kind === "sound");
  return facts.rows.map((_, index) => first + index * rowPitch + (sound > 0 && index >= sound ? gap : 0));
}

/** One path per state that occurs, in the order of `STATES`. */
export function paths(lines: readonly State[][], ys: readonly number[], pitch: number): [State, string][] {
  return STATES.map((state): [State, string] => [state, lines.map((line, row) => path(runsOf(line, state), pitch, ys[row] ?? 0)).join("")])
    .filter(([, d]) => d !== "");
}

export function drawn(facts: Facts, most: number): Gathering {
  return gather(columnsOf(facts), most);
}

/** Where a position in columns lies in drawn cells. */
export function drawnPosition(position: number, { edges }: Gathering): number {
  const cell = Math.max(0, Math.min(edges.length - 2, edges.findLastIndex((edge) => edge <= position)));
  const [from, to] = [edges[cell] ?? 0, edges[cell + 1] ?? 1];
  return cell + (position - from) / Math.max(1, to - from);
}

/** The other way: columns before a position in drawn cells. */
export function columnPosition(drawn: number, { edges }: Gathering): number {
  const cell = Math.max(0, Math.min(edges.length - 2, Math.floor(drawn)));
  const [from, to] = [edges[cell] ?? 0, edges[cell + 1] ?? 1];
  return from + (drawn - cell) * (to - from);
}
