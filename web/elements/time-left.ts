/** “23 min left”, counted down to `until`; “over” when it has come. */
import { say } from "../markup";
import { word } from "../words";

const SECOND = 1000;
const MINUTE = 60;

export class TimeLeft extends HTMLElement {
  private timer = 0;

  connectedCallback(): void {
    this.tell();
    this.timer = window.setInterval(() => this.tell(), SECOND);
  }

  disconnectedCallback(): void {
    window.clearInterval(this.timer);
  }

  private tell(): void {
    const until = new Date(this.getAttribute("until") ?? "").getTime();
    if (!Number.isNaN(until)) say(this, left((until - Date.now()) / SECOND));
  }
}

/** Minutes, rounded up, and seconds in the last of them. */
export function left(seconds: number): string {
  if (seconds <= 0) return word("left.over");
  const part = seconds <= MINUTE ? word("left.seconds", { n: Math.ceil(seconds) }) : word("left.minutes", { n: Math.ceil(seconds / MINUTE) });
  return word("left.until", { left: part });
}

customElements.define("time-left", TimeLeft);
