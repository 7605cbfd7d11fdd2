/** The large drawing: cells, axis, what viewers asked for, playhead and cursor. Whole pixels only. */
import { svg } from "../markup";
import { clock } from "../quantities";
import { ticks, type Axis } from "./axis";
import { drawnPosition, middles, MOST_COLUMNS, paths, states, type Gathering, type Measures } from "./cells";
import type { Facts, Run } from "./facts";

export const WIDTH = 672;

const CELL = 14;
const ABOVE = 20;
const BELOW = 8;
const LABELS_APART = 60;
const SNAP = 3.5;

/** Pitch 7 from 96 columns up; a shorter film has wider cells, so that its axis can be pointed at. */
export function measures(columns: number): Measures {
  const pitch = Math.max(WIDTH / MOST_COLUMNS, Math.floor(WIDTH / Math.max(1, columns)));
  return { pitch, rowPitch: 18, first: 7, gap: 6 };
}

export interface Drawing {
  svg: SVGSVGElement;
  ys: number[];
  pitch: number;
  width: number;
  cursor: SVGRectElement;
  playhead: SVGGElement;
  /** Pixels from the left edge at `seconds`. */
  x(seconds: number): number;
}

export function draw(facts: Facts, axis: Axis, gathering: Gathering, name: string): Drawing {
  const columns = gathering.edges.length - 1;
  const measure = measures(columns);
  const ys = middles(facts, measure);
  const [width, bottom] = [columns * measure.pitch - 1, (ys.at(-1) ?? 0) + CELL / 2];
  const x = (seconds: number): number => drawnPosition(axis.position(seconds), gathering) * measure.pitch;
  const cursor = svg("rect", { class: "cursor", width: measure.pitch + 1, height: CELL + 2, visibility: "hidden" });
  const playhead = playheadOf(bottom);
  const box = svg("svg", { width, height: ABOVE + bottom + BELOW, viewBox: `0 ${-ABOVE} ${width} ${ABOVE + bottom + BELOW}`, role: "img", "aria-label": name });
  box.append(cellsOf(facts, gathering, ys, measure.pitch), ...axisOf(axis, x, measure.pitch, bottom), ...asked(facts.asked, gathering, measure.pitch, bottom), playhead, cursor);
  return { svg: box, ys, pitch: measure.pitch, width, cursor, playhead, x };
}

function cellsOf(facts: Facts, gathering: Gathering, ys: number[], pitch: number): SVGGElement {
  const lines = paths(states(facts, gathering), ys, pitch);
  return svg("g", { class: "cells", "stroke-dasharray": `${pitch - 1} 1` }, ...lines.map(([state, d]) => svg("path", { class: state, d })));
}

function axisOf(axis: Axis, x: (seconds: number) => number, pitch: number, bottom: number): SVGElement[] {
  const columns = Math.max(1, axis.columns);
  const perColumn = (x(axis.duration) || pitch) / columns;
  return ticks(axis, perColumn, LABELS_APART).flatMap((time) => tick(time, x(time), pitch, bottom));
}

/** A time that falls on a gap between cells, or all but, is ruled through it; elsewhere a rule would look like one more gap. */
function tick(time: number, at: number, pitch: number, bottom: number): SVGElement[] {
  const gap = Math.round(at / pitch) * pitch;
  const onGap = Math.abs(at - gap) <= SNAP;
  const place = onGap ? gap : Math.round(at);
  return [
    svg("text", { x: place, y: -8, "text-anchor": time ? "middle" : "start" }, clock(time)),
    svg("path", { class: "axis", d: `M${place - 0.5} -4V${onGap ? bottom : -1}` }),
  ];
}

function asked(runs: readonly Run[], { edges }: Gathering, pitch: number, bottom: number): SVGElement[] {
  return runs.map(([from, to]) => {
    const first = edges.findLastIndex((edge) => edge <= from);
    const last = edges.findIndex((edge) => edge >= to);
    return svg("path", { class: "ask", d: `M${first * pitch} ${bottom + 5}h${(last - first) * pitch - 1}v2h${1 - (last - first) * pitch}z` });
  });
}

/** Drawn at zero; the element moves it. */
function playheadOf(bottom: number): SVGGElement {
  return svg("g", { class: "playhead" }, svg("path", { class: "head-line", d: `M0.5 -4V${bottom + 4}` }), svg("path", { class: "head-flag", d: "M-3 -8h7l-3.5 5z" }));
}
