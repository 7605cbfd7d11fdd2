/** The facts of one grid, as the server states them. Runs are half-open columns `[from, to)`. */
export type Run = readonly [from: number, to: number];
export type Status = "uploading" | "preparing" | "playable" | "ready" | "failed";

export interface Row {
  name: string;
  label: string;
  kind: "picture" | "sound";
  width: number;
  height: number;
  codecs: string;
  /** Bits a second. */
  cap_bits: number;
  filled: Run[];
  making: Run[];
  failed: Run[];
  /** Bytes per column; 0 or missing where not made. */
  sizes?: number[];
}

export interface Facts {
  id: string;
  status: Status;
  progress: number;
  seconds_left: number | null;
  /** Frames a second as a fraction, `30000/1001`. */
  clock: string;
  /** First frame of each column, and last of all the end. */
  boundaries: number[];
  duration: number;
  workers: number;
  rows: Row[];
  asked: Run[];
}

const NOTHING: Facts = {
  id: "", status: "uploading", progress: 0, seconds_left: null, clock: "25", boundaries: [], duration: 0, workers: 0, rows: [], asked: [],
};

/** Facts from an attribute; fields that are missing stand empty. */
export function parse(text: string | null): Facts {
  const facts = text ? (JSON.parse(text) as Partial<Facts>) : {};
  const rows = (facts.rows ?? []).map((row) => ({ ...row, filled: row.filled ?? [], making: row.making ?? [], failed: row.failed ?? [] }));
  return { ...NOTHING, ...facts, rows };
}

export function columnsOf(facts: Facts): number {
  return Math.max(0, facts.boundaries.length - 1);
}

export function cellsIn(runs: readonly Run[]): number {
  return runs.reduce((sum, [from, to]) => sum + to - from, 0);
}

export function madeCells(facts: Facts): number {
  return facts.rows.reduce((sum, row) => sum + cellsIn(row.filled), 0);
}

export function failedCells(facts: Facts): number {
  return facts.rows.reduce((sum, row) => sum + cellsIn(row.failed), 0);
}

/** Whether every planned cell is there. */
export function complete(facts: Facts): boolean {
  const columns = columnsOf(facts);
  return columns > 0 && facts.rows.length > 0 && facts.rows.every((row) => cellsIn(row.filled) >= columns);
}

/** The part of all cells that is made. */
export function share(facts: Facts): number {
  const all = columnsOf(facts) * facts.rows.length;
  return all ? madeCells(facts) / all : 0;
}

export function covers(runs: readonly Run[], column: number): boolean {
  return runs.some(([from, to]) => from <= column && column < to);
}
