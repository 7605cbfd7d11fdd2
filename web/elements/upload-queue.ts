/** The upload queue beside the page: takes files from anywhere on it, sends them, survives a reload, and shows what becomes of them. */
import { html } from "../markup";
import { DELETED, type News } from "../page/news";
import { dropped } from "../upload/dropped";
import { Line } from "../upload/line";
import { announce } from "../upload/progress";
import { QueueHead } from "../upload/queue-head";
import { QueueRow, type Act } from "../upload/queue-row";
import type { Transfer } from "../upload/transfer";
import { word } from "../words";

const DRAW_MS = 250;
const FOLLOW_MS = 4000;

export class UploadQueue extends HTMLElement {
  private listening = new AbortController();
  private line: Line | undefined;
  private readonly rows = new Map<Transfer, QueueRow>();
  private readonly head = new QueueHead("queue-items");
  private readonly list = html("ol", { id: "queue-items" });
  private readonly spoken = html("p", { class: "hidden-words", role: "status" });
  private readonly input = html("input", { type: "file", multiple: true, hidden: true, "aria-label": word("queue.choose") });
  private readonly veil = html("div", { class: "drop-here", hidden: true }, html("p", {}, word("queue.drop")));
  private wanted: Transfer | undefined;
  private drawing = 0;
  private timers: number[] = [];
  private readonly shelf = new ResizeObserver(() => this.measure());

  connectedCallback(): void {
    this.line ??= this.begin();
    this.classList.add("queue", "closed");
    this.setAttribute("role", "complementary");
    this.setAttribute("aria-label", word("queue.name"));
    this.replaceChildren(this.head.element, this.list, this.input, this.spoken);
    document.body.append(this.veil);
    this.listen();
    this.timers = [window.setInterval(() => this.second(), 1000), window.setInterval(() => this.followAll(), FOLLOW_MS)];
    this.shelf.observe(this);
    this.draw();
  }

  disconnectedCallback(): void {
    this.listening.abort();
    this.timers.forEach((timer) => window.clearInterval(timer));
    this.shelf.disconnect();
    this.veil.remove();
  }

  private begin(): Line {
    const fill = (name: string, id: string): string => (this.getAttribute(name) ?? "").replace("{id}", encodeURIComponent(id));
    const addresses = {
      endpoint: new URL(this.getAttribute("endpoint") ?? "/files", location.href).href,
      upload: (id: string) => fill("upload-url-template", id),
      facts: (asset: string) => fill("facts-url-template", asset),
    };
    const line = new Line(addresses, this.getAttribute("scope") ?? "", Number(this.getAttribute("parallel") ?? 2));
    line.addEventListener("change", () => this.drawSoon());
    line.addEventListener("done", (event) => this.arrived((event as CustomEvent<Transfer>).detail));
    void line.recall();
    return line;
  }

  private listen(): void {
    this.listening = new AbortController();
    const options = { signal: this.listening.signal };
    document.addEventListener("click", (event) => this.press(event), options);
    document.addEventListener("dragover", (event) => this.hover(event), options);
    document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) this.veil.hidden = true; }, options);
    document.addEventListener("drop", (event) => this.drop(event), options);
    document.addEventListener("asset-changed", (event) => this.hear((event as CustomEvent<News>).detail), options);
    window.addEventListener("online", () => this.line?.reconnect(), options);
    window.addEventListener("offline", () => this.line?.disconnect(), options);
    window.addEventListener("beforeunload", (event) => this.warn(event), options);
    this.input.addEventListener("change", () => this.chosen(), options);
    this.addEventListener("act", (event) => this.act((event as CustomEvent<{ act: Act; transfer: Transfer }>).detail), options);
    this.head.listen({
      pause: () => this.line?.pauseAll(), resume: () => this.line?.resumeAll(), clear: () => this.line?.clearDone(), toggle: () => this.toggle(),
    });
  }

  private press(event: MouseEvent): void {
    const target = event.target instanceof Element ? event.target : undefined;
    const named = this.getAttribute("for");
    if (target?.closest("[data-choose-files]") || (named && target?.closest(`#${CSS.escape(named)}`))) this.choose(undefined);
  }

  private choose(wanted: Transfer | undefined): void {
    this.wanted = wanted;
    this.input.multiple = !wanted;
    this.input.click();
  }

  private chosen(): void {
    const files = [...(this.input.files ?? [])];
    const [first, wanted] = [files[0], this.wanted];
    if (wanted && first) this.line?.addFor(wanted, first);
    else this.line?.add(files.map((file) => ({ file })));
    this.input.value = "";
    this.wanted = undefined;
  }

  private hover(event: DragEvent): void {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "copy";
    this.veil.hidden = false;
  }

  private drop(event: DragEvent): void {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    this.veil.hidden = true;
    void dropped(event.dataTransfer).then((files) => this.line?.add(files));
  }

  private act({ act, transfer }: { act: Act; transfer: Transfer }): void {
    const line = this.line;
    if (act === "pause") transfer.pause();
    else if (act === "resume") { transfer.wait(); line?.advance(); }
    else if (act === "retry") this.retry(transfer);
    else if (act === "again") this.choose(transfer);
    else if (act === "go-on") void line?.goOn(transfer);
    else line?.remove(transfer);
  }

  private retry(transfer: Transfer): void {
    if (transfer.state === "retrying") return transfer.retryNow();
    transfer.wait();
    this.line?.advance();
  }

  private toggle(): void {
    this.head.opened(!this.classList.toggle("closed"));
  }

  /** Closing the page would end what is being sent; the browser asks with words of its own. */
  private warn(event: BeforeUnloadEvent): void {
    if (this.line?.transfers.some(({ state, isSending }) => isSending || state === "waiting")) event.preventDefault();
  }

  private arrived(transfer: Transfer): void {
    this.spoken.textContent = word("queue.announce", { name: transfer.about.name });
    document.dispatchEvent(new CustomEvent("upload-done", { detail: { asset: transfer.asset } }));
  }

  /** What was deleted has no place in the queue; of everything else it tells how far it is made. */
  private hear({ id, status }: News): void {
    const transfer = this.line?.transfers.find((each) => each.asset === id && each.state === "sent");
    if (transfer && status === DELETED) this.line?.remove(transfer);
    else if (transfer) void this.line?.follow(transfer);
  }

  private followAll(): void {
    const unfinished = (this.line?.transfers ?? []).filter(({ state, facts }) => state === "sent" && facts?.status !== "ready" && facts?.status !== "failed");
    for (const transfer of unfinished) void this.line?.follow(transfer);
  }

  private second(): void {
    this.line?.watch();
    this.draw();
  }

  private drawSoon(): void {
    this.drawing ||= window.setTimeout(() => this.draw(), DRAW_MS);
  }

  private draw(): void {
    window.clearTimeout(this.drawing);
    this.drawing = 0;
    const transfers = this.line?.transfers ?? [];
    this.hidden = !transfers.length;
    if (this.hidden && !this.rows.size) return;
    for (const [transfer, row] of this.rows) if (!transfers.includes(transfer)) { row.element.remove(); this.rows.delete(transfer); }
    for (const transfer of transfers) this.rowOf(transfer).update();
    this.head.update(transfers);
    transfers.forEach(announce);
  }

  private rowOf(transfer: Transfer): QueueRow {
    let row = this.rows.get(transfer);
    if (!row) {
      row = new QueueRow(transfer, (asset) => (this.getAttribute("asset-url-template") ?? "").replace("{id}", encodeURIComponent(asset)));
      this.rows.set(transfer, row);
      this.list.append(row.element);
    }
    return row;
  }

  /** A toast floats above the shelf, so it has to know how high that is; a column is beside, not below. */
  private measure(): void {
    const beside = matchMedia("(min-width: 100rem)").matches;
    document.documentElement.style.setProperty("--shelf", beside ? "0px" : `${this.offsetHeight}px`);
  }
}

customElements.define("upload-queue", UploadQueue);
