/** The large grid of one video: rows with their names and sums, a time axis, the playhead, a cursor and its readout. */
import { type Axis, axisOf } from "../grid/axis";
import { gather, MOST_COLUMNS, states, type Gathering, type State } from "../grid/cells";
import { draw, type Drawing } from "../grid/drawing";
import { columnsOf, complete, failedCells, parse, share, type Facts } from "../grid/facts";
import { labelOf, legend, readout, sums } from "../grid/readout";
import { attribute, html } from "../markup";
import { percent } from "../quantities";
import { word } from "../words";

interface Place {
  row: number;
  cell: number;
}

export class VideoGrid extends HTMLElement {
  static readonly observedAttributes = ["facts", "time", "level"];

  private facts: Facts = parse(null);
  private axis: Axis = axisOf(this.facts);
  private gathering: Gathering = gather(0, MOST_COLUMNS);
  private lines: State[][] = [];
  private drawing: Drawing | undefined;
  private place: Place | undefined;
  /** Someone has pointed at a cell: until then nothing is outlined, as if it were chosen. */
  private pointed = false;
  private readonly rows = html("ol", { class: "rows", "aria-hidden": "true" });
  private readonly sums = html("ol", { class: "sums" });
  private readonly cells = html("div", { tabindex: 0, role: "group" });
  private readonly readout = html("p", { class: "readout", "aria-live": "polite" });
  private readonly legend = html("p", { class: "legend" });
  private listening = new AbortController();

  connectedCallback(): void {
    this.frame();
    this.listen();
    this.read();
  }

  disconnectedCallback(): void {
    this.listening.abort();
  }

  attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    if (!this.isConnected || before === after) return;
    if (name === "facts") this.read();
    else if (name === "time") this.movePlayhead();
    else this.markLevel();
  }

  private frame(): void {
    this.readout.id ||= `${this.id || "grid"}-readout`;
    this.cells.setAttribute("aria-label", word("grid.cells"));
    this.cells.setAttribute("aria-describedby", this.readout.id);
    this.sums.setAttribute("aria-label", word("grid.sums"));
    const figure = html("figure", { class: "grid", dir: "ltr", "aria-label": word("grid.name") }, this.rows, this.cells, this.sums);
    this.replaceChildren(html("div", { class: "scroll" }, figure), this.readout, this.legend);
  }

  private listen(): void {
    this.listening = new AbortController();
    const options = { signal: this.listening.signal };
    this.cells.addEventListener("pointermove", (event) => this.point(event), options);
    this.cells.addEventListener("click", (event) => { this.point(event); this.wish(); }, options);
    this.cells.addEventListener("focus", () => { this.pointed = true; this.show(this.place ?? this.begin()); }, options);
    this.cells.addEventListener("keydown", (event) => this.key(event), options);
    document.addEventListener("timeupdate", (event) => this.follow(event), options);
    document.addEventListener("level", (event) => this.follow(event), options);
  }

  private read(): void {
    this.facts = parse(this.getAttribute("facts"));
    this.axis = axisOf(this.facts);
    this.gathering = gather(columnsOf(this.facts), MOST_COLUMNS);
    this.lines = states(this.facts, this.gathering);
    this.hidden = !this.facts.rows.length;
    if (!this.hidden) this.render();
    this.tellPlayer();
  }

  private render(): void {
    const sound = this.facts.rows.findIndex((row) => row.kind === "sound");
    const apart = (index: number): boolean => index > 0 && index === sound;
    this.drawing = draw(this.facts, this.axis, this.gathering, this.sentence());
    this.cells.replaceChildren(this.drawing.svg);
    this.rows.replaceChildren(...this.facts.rows.map((row, index) => html("li", { class: apart(index) ? "apart" : undefined }, labelOf(row))));
    this.sums.replaceChildren(...sums(this.facts, apart));
    this.legend.replaceChildren(...legend(this.facts, this.gathering));
    this.show(this.place ?? this.begin());
    this.movePlayhead();
    this.markLevel();
  }

  private begin(): Place {
    return { row: Math.min(1, this.facts.rows.length - 1), cell: 0 };
  }

  /** The drawing in a sentence, for those who don't see it. */
  private sentence(): string {
    const cells = columnsOf(this.facts) * this.facts.rows.length;
    const made = percent(share(this.facts));
    if (complete(this.facts)) return word("grid.complete", { cells });
    if (this.facts.status === "failed") return word("grid.stopped", { percent: made, cells, failed: failedCells(this.facts) });
    const asked = this.facts.asked.map(([from, to]) => word("grid.asked", { from: from + 1, to }));
    return [word("grid.making", { percent: made, cells }), ...asked].join(" ");
  }

  private point(event: PointerEvent | MouseEvent): void {
    const drawing = this.drawing;
    if (!drawing) return;
    const box = drawing.svg.getBoundingClientRect();
    const y = event.clientY - box.top + drawing.svg.viewBox.baseVal.y;
    this.pointed = true;
    const row = drawing.ys.findLastIndex((middle) => middle - 9 <= y);
    this.show({ row, cell: Math.floor((event.clientX - box.left) / drawing.pitch) });
  }

  private key(event: KeyboardEvent): void {
    const at = this.place ?? this.begin();
    const last = this.gathering.edges.length - 2;
    const to: Record<string, Place> = {
      ArrowLeft: { ...at, cell: at.cell - 1 }, ArrowRight: { ...at, cell: at.cell + 1 },
      ArrowUp: { ...at, row: at.row - 1 }, ArrowDown: { ...at, row: at.row + 1 },
      Home: { ...at, cell: 0 }, End: { ...at, cell: last },
    };
    const place = to[event.key];
    if (place) this.show(place);
    else if (event.key === "Enter") this.wish();
    else return;
    event.preventDefault();
  }

  /** Moves the cursor to the nearest cell and says what is known about it. */
  private show(wanted: Place): void {
    const between = (value: number, most: number): number => Math.max(0, Math.min(most, value));
    const place = { row: between(wanted.row, this.facts.rows.length - 1), cell: between(wanted.cell, this.gathering.edges.length - 2) };
    const cursor = this.drawing?.cursor;
    if (cursor && this.pointed) {
      attribute(cursor, "x", String(place.cell * (this.drawing?.pitch ?? 7) - 1));
      attribute(cursor, "y", String((this.drawing?.ys[place.row] ?? 0) - 8));
      attribute(cursor, "visibility", "visible");
    }
    this.place = place;
    this.readout.replaceChildren(...readout(this.facts, this.axis, this.gathering, place, this.lines[place.row]?.[place.cell] ?? "plan"));
  }

  private wish(): void {
    if (!this.place) return;
    const time = this.axis.start(this.gathering.edges[this.place.cell] ?? 0);
    this.dispatchEvent(new CustomEvent("seek", { bubbles: true, detail: { time, player: this.getAttribute("player") } }));
  }

  /** The player's events come up to the document; only those of our own player matter. */
  private follow(event: Event): void {
    const player = this.getAttribute("player");
    if (!player || !(event instanceof CustomEvent) || (event.target as Element).id !== player) return;
    const detail = event.detail as { time?: number; width?: number; height?: number };
    if (event.type === "timeupdate") this.setAttribute("time", String(detail.time ?? 0));
    else this.setAttribute("level", `${detail.width ?? 0}x${detail.height ?? 0}`);
  }

  private movePlayhead(): void {
    const x = Math.round(this.drawing?.x(Number(this.getAttribute("time") ?? 0)) ?? 0);
    this.drawing?.playhead.setAttribute("transform", `translate(${x} 0)`);
  }

  private markLevel(): void {
    const level = this.getAttribute("level");
    this.facts.rows.forEach((row, index) => this.rows.children[index]?.classList.toggle("here", `${row.width}x${row.height}` === level));
  }

  /** Facts go down to the player as an attribute, and with them the width of the axis that both share. */
  private tellPlayer(): void {
    const player = document.getElementById(this.getAttribute("player") ?? "");
    if (!player) return;
    attribute(player, "facts", this.getAttribute("facts") ?? "");
    player.style.setProperty("--axis", this.drawing && !this.hidden ? `${this.drawing.width}px` : "minmax(4rem, 1fr)");
  }
}

customElements.define("video-grid", VideoGrid);
