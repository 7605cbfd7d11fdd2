/** The compact grid of a row, a card or the queue: cell 2 × 2, pitch 3, at most 48 columns. With `sent`, the bytes of an upload. */
import { complete, parse, share, columnsOf, type Facts } from "../grid/facts";
import { drawn, middles, paths, states, type Measures, type State } from "../grid/cells";
import { svg } from "../markup";
import { percent } from "../quantities";
import { word } from "../words";

const COLUMNS = 48;
const BAND: Measures = { pitch: 3, rowPitch: 3, first: 1, gap: 1 };
const WIDTH = COLUMNS * BAND.pitch - 1;

export class GridBand extends HTMLElement {
  static readonly observedAttributes = ["facts", "sent"];

  connectedCallback(): void {
    this.draw();
  }

  attributeChangedCallback(_name: string, before: string | null, after: string | null): void {
    if (this.isConnected && before !== after) this.draw();
  }

  private draw(): void {
    const sent = this.getAttribute("sent");
    this.replaceChildren(sent === null ? cells(parse(this.getAttribute("facts"))) : bytes(Number(sent)));
  }
}

function bytes(part: number): SVGSVGElement {
  const done = Math.max(0, Math.min(COLUMNS, Math.floor(part * COLUMNS)));
  const line: State[] = Array.from({ length: COLUMNS }, (_, index) => (index < done ? "done" : "plan"));
  const name = part > 0 ? word("band.sent", { percent: percent(part) }) : word("band.not-started");
  return drawing("band bytes", WIDTH, 5, name, paths([line], [2.5], BAND.pitch));
}

function cells(facts: Facts): SVGSVGElement {
  const gathering = drawn(facts, COLUMNS);
  const ys = middles(facts, BAND);
  const width = Math.max(0, (gathering.edges.length - 1) * BAND.pitch - 1);
  const height = facts.rows.length * BAND.rowPitch;
  return drawing("band", width, height, nameOf(facts), paths(states(facts, gathering), ys, BAND.pitch));
}

function drawing(kind: string, width: number, height: number, name: string, lines: [State, string][]): SVGSVGElement {
  const box = svg("svg", { class: kind, width, height, viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": name });
  box.append(...lines.map(([state, d]) => svg("path", { class: state, d })));
  return box;
}

function nameOf(facts: Facts): string {
  const rows = facts.rows.length;
  if (!rows) return word("band.empty");
  if (complete(facts)) return word("band.complete", { rows, columns: columnsOf(facts) });
  return word(facts.status === "failed" ? "band.stopped" : "band.making", { percent: percent(share(facts)), rows });
}

customElements.define("grid-band", GridBand);
