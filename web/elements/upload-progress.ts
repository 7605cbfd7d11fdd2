/** An upload inside a library row: real numbers when this browser sends it, else what the server wrote. */
import { html, say } from "../markup";
import { left, percent, speed } from "../quantities";
import type { Progress } from "../upload/progress";
import { word } from "../words";

export class UploadProgress extends HTMLElement {
  private listening = new AbortController();
  private band: HTMLElement | undefined;
  private readonly line = html("p", { class: "busy" });

  connectedCallback(): void {
    this.listening = new AbortController();
    document.addEventListener("upload-progress", (event) => this.hear((event as CustomEvent<Progress>).detail), { signal: this.listening.signal });
  }

  disconnectedCallback(): void {
    this.listening.abort();
  }

  private hear(progress: Progress): void {
    if (progress.asset !== this.getAttribute("asset")) return;
    if (!this.band) {
      this.band = document.createElement("grid-band");
      this.replaceChildren(this.band, this.line);
    }
    this.band.setAttribute("sent", progress.sent.toFixed(3));
    say(this.line, sentence(progress));
  }
}

function sentence({ state, sent, speed: pace, secondsLeft }: Progress): string {
  const numbers = { percent: percent(sent) };
  if (state === "paused") return word("queue.row-paused", numbers);
  if (state === "retrying" || state === "lost") return word("queue.row-retrying", numbers);
  if (!pace) return word("queue.row-waiting");
  return word("queue.row", { ...numbers, speed: speed(pace), left: left(secondsLeft) });
}

customElements.define("upload-progress", UploadProgress);
