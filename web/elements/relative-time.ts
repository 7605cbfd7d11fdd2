/** “4 min ago”, kept fresh; the full date with its zone is the hover title. `zone` is the reader’s own, where it is another than the browser’s. */
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
    const timeZone = this.getAttribute("zone") ?? undefined;
    say(this, ago(then, new Date(), timeZone));
    attribute(this, "title", new Intl.DateTimeFormat(dateLanguage(), { dateStyle: "full", timeStyle: "long", timeZone }).format(then));
  }
}

/** How one says it to a colleague: minutes, hours, yesterday, a weekday, a date; where this zone’s clocks stand. */
export function ago(then: Date, now: Date, timeZone?: string): string {
  const passed = now.getTime() - then.getTime();
  if (passed < MINUTE) return word("time.now");
  if (passed < HOUR) return word("time.minutes", { n: Math.floor(passed / MINUTE) });
  const [day, today] = [dayOf(then, timeZone), dayOf(now, timeZone)];
  const days = Math.round((Date.parse(today) - Date.parse(day)) / DAY);
  if (days === 0) return word("time.hours", { n: Math.floor(passed / HOUR) });
  if (days === 1) return word("time.yesterday");
  const sameYear = day.slice(0, 4) === today.slice(0, 4);
  return new Intl.DateTimeFormat(dateLanguage(), { ...dateParts(days, sameYear), timeZone }).format(then).replace(",", "");
}

function dateParts(days: number, sameYear: boolean): Intl.DateTimeFormatOptions {
  if (days < 7) return { weekday: "short", day: "numeric", month: "short" };
  return sameYear ? { day: "numeric", month: "short" } : { day: "numeric", month: "short", year: "numeric" };
}

/** `2026-11-24`: Canada writes its days so. */
function dayOf(date: Date, timeZone?: string): string {
  return new Intl.DateTimeFormat("en-CA", { year: "numeric", month: "2-digit", day: "2-digit", timeZone }).format(date);
}

customElements.define("relative-time", RelativeTime);
