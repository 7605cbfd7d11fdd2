/** The time axis that a grid, its playhead and the scrubber share: columns are equally wide, whatever they last. */
import { columnsOf, type Facts } from "./facts";

export class Axis {
  /** Start of each column in seconds, and last of all the end. */
  readonly starts: readonly number[];

  constructor(starts: readonly number[]) {
    this.starts = starts;
  }

  static of(facts: Pick<Facts, "clock" | "boundaries">): Axis {
    const [frames = 25, per = 1] = facts.clock.split("/").map(Number);
    return new Axis(facts.boundaries.map((frame) => (frame * per) / frames));
  }

  get columns(): number {
    return Math.max(0, this.starts.length - 1);
  }

  get duration(): number {
    return this.starts.at(-1) ?? 0;
  }

  start(column: number): number {
    return this.starts[Math.max(0, Math.min(this.columns, column))] ?? 0;
  }

  /** Columns, with a fraction, that lie before `seconds`. */
  position(seconds: number): number {
    const column = this.columnAt(seconds);
    const [from, to] = [this.start(column), this.start(column + 1)];
    return to > from ? column + Math.min(1, Math.max(0, (seconds - from) / (to - from))) : column;
  }

  /** Seconds at a column with a fraction. */
  time(position: number): number {
    const column = Math.max(0, Math.min(this.columns - 1, Math.floor(position)));
    const [from, to] = [this.start(column), this.start(column + 1)];
    return from + Math.min(1, Math.max(0, position - column)) * (to - from);
  }

  columnAt(seconds: number): number {
    let [low, high] = [0, Math.max(0, this.columns - 1)];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.start(middle) <= seconds + 1e-6) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 36000, 86400];

/** Times to write on the axis: round ones, none closer to the one before than `apart` pixels. */
export function ticks(axis: Axis, pixelsPerColumn: number, apart: number): number[] {
  const gap = (step: number): number => narrowest(axis, step) * pixelsPerColumn;
  const step = STEPS.find((seconds) => gap(seconds) >= apart) ?? 86400;
  return Array.from({ length: Math.ceil((axis.duration - 1e-6) / step) }, (_, index) => index * step);
}

function narrowest(axis: Axis, step: number): number {
  let least = Infinity;
  for (let time = 0; time + step < axis.duration && least > 0; time += step) {
    least = Math.min(least, axis.position(time + step) - axis.position(time));
  }
  return least;
}

export function axisOf(facts: Facts): Axis {
  return columnsOf(facts) ? Axis.of(facts) : new Axis([0, Math.max(facts.duration, 1e-3)]);
}
