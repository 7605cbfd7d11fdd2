/** The scrubber's scale: the grid's own axis where there is a grid, plain seconds where there is none. */
import { axisOf, type Axis } from "../grid/axis";
import { columnPosition, drawn, drawnPosition, MOST_COLUMNS, type Gathering } from "../grid/cells";
import { columnsOf, type Facts } from "../grid/facts";

export class Timeline {
  private readonly axis: Axis | undefined;
  private readonly gathering: Gathering | undefined;
  private readonly seconds: number;

  constructor(facts: Facts, seconds: number) {
    this.seconds = seconds;
    if (!columnsOf(facts)) return;
    this.axis = axisOf(facts);
    this.gathering = drawn(facts, MOST_COLUMNS);
  }

  get duration(): number {
    return this.axis?.duration ?? this.seconds;
  }

  get length(): number {
    return this.gathering ? this.gathering.edges.length - 1 : this.seconds;
  }

  position(time: number): number {
    return this.axis && this.gathering ? drawnPosition(this.axis.position(time), this.gathering) : time;
  }

  time(position: number): number {
    return this.axis && this.gathering ? this.axis.time(columnPosition(position, this.gathering)) : position;
  }
}
