/** “4 min ago”, kept fresh; the full date with its zone is the hover title. `zone` names another than the browser’s own. */
import { attribute, say } from "../markup";
import { dateLanguage, word } from "../words";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export class RelativeTime extends HTMLElement {
  static readonly observedAttributes = ["datetime"];
  private timer = 0;

  connectedCallback(): void {
    this.tell();
    this.timer = window.setInterval(() => this.tell(), MINUTE / 2);
  }

  disconnectedCallback(): void {
    window.clearInterval(this.timer);
  }

  attributeChangedCallback(): void {
    if (this.isConnected) this.tell();
  }

  private tell(): void {
    const then = new Date(this.getAttribute("datetime") ?? "");
    if (Number.isNaN(then.getTime())) return;
    say(this, ago(then, new Date()));
    const timeZone = this.getAttribute("zone") ?? undefined;
    attribute(this, "title", new Intl.DateTimeFormat(dateLanguage(), { dateStyle: "full", timeStyle: "long", timeZone }).format(then));
  }
}

/** How one says it to a colleague: minutes, hours, yesterday, a weekday, a date. */
export function ago(then: Date, now: Date): string {
  const passed = now.getTime() - then.getTime();
  if (passed < MINUTE) return word("time.now");
  if (passed < HOUR) return word("time.minutes", { n: Math.floor(passed / MINUTE) });
  const days = Math.round((midnight(now) - midnight(then)) / DAY);
  if (days === 0) return word("time.hours", { n: Math.floor(passed / HOUR) });
  if (days === 1) return word("time.yesterday");
  return new Intl.DateTimeFormat(dateLanguage(), dateParts(days, then, now)).format(then).replace(",", "");
}

function dateParts(days: number, then: Date, now: Date): Intl.DateTimeFormatOptions {
  if (days < 7) return { weekday: "short", day: "numeric", month: "short" };
  return then.getFullYear() === now.getFullYear() ? { day: "numeric", month: "short" } : { day: "numeric", month: "short", year: "numeric" };
}

function midnight(date: Date): number {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}

customElements.define("relative-time", RelativeTime);
