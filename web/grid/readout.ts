/** What the line below the grid says about one drawn cell, and what stands beside and under the drawing. */
import { html, svg } from "../markup";
import { fineClock, size } from "../quantities";
import { number, word, type WordKey } from "../words";
import type { Axis } from "./axis";
import { counts, type Gathering, type State } from "./cells";
import { cellsIn, columnsOf, complete, type Facts, type Row } from "./facts";
import { meanRate } from "./weights";

export function readout(facts: Facts, axis: Axis, gathering: Gathering, place: { row: number; cell: number }, state: State): Node[] {
  const row = facts.rows[place.row];
  if (!row) return [];
  const [from, to] = [gathering.edges[place.cell] ?? 0, gathering.edges[place.cell + 1] ?? 0];
  return [
    html("b", {}, title(row, from, to)),
    html("span", {}, word("grid.span", { from: fineClock(axis.start(from)), to: fineClock(axis.start(to)) })),
    ...content(axis, row, from, to),
    html("span", state === "fail-cells" ? { class: "fail" } : {}, fate(row, gathering, place.cell, state)),
  ];
}

export function labelOf(row: Row): string {
  return row.label || (row.kind === "sound" ? word("grid.sound") : row.name);
}

function title(row: Row, from: number, to: number): string {
  const names = { row: labelOf(row) };
  return to - from === 1 ? word("grid.segment", { ...names, n: from + 1 }) : word("grid.segments", { ...names, from: from + 1, to });
}

function content(axis: Axis, row: Row, from: number, to: number): Node[] {
  const bytes = (row.sizes ?? []).slice(from, to).reduce((sum, each) => sum + each, 0);
  const seconds = axis.start(to) - axis.start(from);
  if (!bytes || seconds <= 0) return [];
  return [html("span", {}, word("grid.weight", { size: size(bytes), rate: megabits((bytes * 8) / seconds) }))];
}

function fate(row: Row, gathering: Gathering, cell: number, state: State): string {
  const columns = (gathering.edges[cell + 1] ?? 0) - (gathering.edges[cell] ?? 0);
  const made = counts(row.filled, gathering)[cell] ?? 0;
  if (made && made < columns) return word("grid.cell.part", { n: made, columns });
  const key = { plan: "grid.cell.plan", make: "grid.cell.make", "fail-cells": "grid.cell.fail" }[state as string] ?? "grid.cell.done";
  return word(key as WordKey);
}

/** `4.4`, `0.3`, `0.13`. */
export function megabits(bits: number): string {
  const value = bits / 1e6;
  return number(value, value < 0.195 ? 2 : 1);
}

/** Cells made and mean rate, one line per row. */
export function sums(facts: Facts, apart: (index: number) => boolean): HTMLLIElement[] {
  const head = html("li", { class: "what" }, html("span", {}, word("grid.of", { columns: columnsOf(facts) })), html("span", {}, word("grid.unit")));
  return [head, ...facts.rows.map((row, index) => {
    const rate = meanRate(facts, row);
    return html("li", { class: apart(index) ? "apart" : undefined }, html("b", {}, number(cellsIn(row.filled))), html("b", {}, rate ? megabits(rate) : ""));
  })];
}

/** Only what is to be seen now is explained. */
export function legend(facts: Facts, gathering: Gathering): HTMLSpanElement[] {
  const parts = complete(facts) ? [html("span", {}, word("grid.legend.bits"))] : working(facts);
  if (gathering.widest > 1) parts.push(html("span", {}, word("grid.legend.gathered", { n: gathering.widest })));
  return parts;
}

function working(facts: Facts): HTMLSpanElement[] {
  const any = (key: "making" | "failed"): boolean => facts.rows.some((row) => row[key].length);
  return [
    item("done", word("grid.legend.done")),
    any("making") && item("make", workers(facts.workers)),
    item("plan", word("grid.legend.plan")),
    any("failed") && item("fail", word("grid.legend.fail")),
    facts.asked.length > 0 && item("done", word("grid.legend.asked"), true),
  ].filter((part): part is HTMLSpanElement => Boolean(part));
}

function workers(count: number): string {
  if (!count) return word("grid.legend.make");
  return count === 1 ? word("grid.legend.workers.one") : word("grid.legend.workers.other", { n: count });
}

function item(kind: string, text: string, ruled = false): HTMLSpanElement {
  const swatch = svg("svg", { viewBox: "0 0 7 12", "aria-hidden": "true" }, svg("rect", { class: `swatch-${kind}`, width: 7, height: ruled ? 9 : 12 }));
  if (ruled) swatch.append(svg("rect", { class: "swatch-ink", y: 11, width: 7, height: 2 }));
  return html("span", {}, swatch, text);
}
