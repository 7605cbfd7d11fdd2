/** The first line of the queue: how many, how much, how fast, and what can be done with all of them. */
import { icon } from "../icons";
import { attribute, html, say } from "../markup";
import { word } from "../words";
import { isOver } from "./line";
import { totals } from "./totals";
import type { Transfer } from "./transfer";

export interface HeadWishes {
  pause(): void;
  resume(): void;
  clear(): void;
  toggle(): void;
}

export class QueueHead {
  readonly element: HTMLDivElement;
  private readonly title = html("h2");
  private readonly band = document.createElement("grid-band");
  private readonly note = html("span", { class: "note" });
  private readonly pause = small(icon("pause"), word("queue.pause-all"));
  private readonly resume = small(icon("up"), word("queue.resume-all"));
  private readonly clear = small(word("queue.clear"));
  private readonly toggle: HTMLButtonElement;

  constructor(listId: string) {
    this.toggle = small(word("queue.show"));
    this.toggle.classList.add("toggle");
    this.toggle.setAttribute("aria-expanded", "false");
    this.toggle.setAttribute("aria-controls", listId);
    const end = html("span", { class: "end" }, this.clear, this.pause, this.resume, this.toggle);
    this.element = html("div", { class: "sum" }, this.title, html("span", { class: "bandwrap" }, this.band), this.note, end);
  }

  listen(wishes: HeadWishes): void {
    this.pause.onclick = wishes.pause;
    this.resume.onclick = wishes.resume;
    this.clear.onclick = wishes.clear;
    this.toggle.onclick = wishes.toggle;
  }

  opened(open: boolean): void {
    this.toggle.setAttribute("aria-expanded", String(open));
    this.toggle.textContent = word(open ? "queue.hide" : "queue.show");
  }

  update(transfers: readonly Transfer[]): void {
    const { open, share, sentence } = totals(transfers);
    say(this.title, open ? word("queue.count", { n: open }) : word("queue.done"));
    attribute(this.band, "sent", share.toFixed(3));
    say(this.note, sentence);
    const running = transfers.some(({ isSending, state }) => isSending || state === "waiting");
    this.pause.hidden = !running;
    this.resume.hidden = running || !transfers.some(({ state }) => state === "paused");
    this.clear.hidden = !transfers.some(isOver);
  }
}

function small(...children: (Node | string)[]): HTMLButtonElement {
  return html("button", { class: "button quiet small", type: "button" }, ...children);
}
