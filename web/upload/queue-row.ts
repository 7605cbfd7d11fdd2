/** One line of the queue: name, band, what is happening, and what can be done. Live parts change in place, so focus stays. */
import { icon, type IconName } from "../icons";
import { attribute, html, say } from "../markup";
import { left, percent, size, speed } from "../quantities";
import { word, type WordKey } from "../words";
import type { Transfer } from "./transfer";

export type Act = "pause" | "resume" | "retry" | "again" | "go-on" | "cancel" | "remove";

const ICONS: Record<Act, IconName> = { pause: "pause", resume: "up", retry: "up", again: "up", "go-on": "up", cancel: "x", remove: "x" };

export class QueueRow {
  readonly element: HTMLLIElement;
  private readonly band = document.createElement("grid-band");
  private readonly about = html("span", { class: "about" });
  private readonly acts = html("span", { class: "acts" });
  private offered = "";
  private readonly transfer: Transfer;
  private readonly linkOf: (asset: string) => string;

  constructor(transfer: Transfer, linkOf: (asset: string) => string) {
    this.transfer = transfer;
    this.linkOf = linkOf;
    const name = html("span", { class: "name", title: transfer.about.name }, transfer.about.name);
    this.element = html("li", {}, name, html("span", { class: "bandwrap" }, this.band), this.about, this.acts);
  }

  update(): void {
    const { transfer } = this;
    if (transfer.facts?.rows.length) {
      this.band.removeAttribute("sent");
      attribute(this.band, "facts", JSON.stringify(transfer.facts));
    } else {
      attribute(this.band, "sent", transfer.share.toFixed(3));
    }
    say(this.about, sentence(transfer));
    this.about.classList.toggle("fail", transfer.state === "refused" || transfer.facts?.status === "failed");
    this.about.classList.toggle("warn", transfer.state === "retrying");
    this.offer(acts(transfer));
  }

  private offer(offers: Act[]): void {
    const playable = plays(this.transfer);
    const signature = `${offers.join()} ${playable}`;
    if (signature === this.offered) return;
    this.offered = signature;
    const had = this.acts.contains(document.activeElement);
    this.acts.replaceChildren(...(playable ? [this.link()] : []), ...offers.map((act) => this.button(act)));
    // The button one has just pressed is another one now; the focus must not fall to the page.
    if (had) this.acts.querySelector<HTMLElement>("button, a")?.focus();
  }

  private button(act: Act): HTMLButtonElement {
    const label = word(`queue.${act}` as WordKey, { name: this.transfer.about.name });
    const button = html("button", { class: "button quiet square small", type: "button", "aria-label": label, "data-act": act }, icon(ICONS[act]));
    button.addEventListener("click", () => this.element.dispatchEvent(new CustomEvent("act", { bubbles: true, detail: { act, transfer: this.transfer } })));
    return button;
  }

  private link(): HTMLAnchorElement {
    const label = word("queue.play", { name: this.transfer.about.name });
    return html("a", { class: "button quiet square small", href: this.linkOf(this.transfer.asset ?? ""), "aria-label": label }, icon("play"));
  }
}

function plays({ asset, facts }: Transfer): boolean {
  return Boolean(asset) && (facts?.status === "playable" || facts?.status === "ready");
}

function acts(transfer: Transfer): Act[] {
  switch (transfer.state) {
    case "starting":
    case "sending": return ["pause", "cancel"];
    case "paused": return ["resume", "cancel"];
    case "retrying": return ["retry", "cancel"];
    case "refused": return ["retry", "remove"];
    case "lost": return [transfer.handle ? "go-on" : "again", "cancel"];
    case "waiting": return ["remove"];
    case "sent": return ["remove"];
  }
}

/** What is happening to one file, in real numbers. */
export function sentence(transfer: Transfer): string {
  const { about, sent, state, share } = transfer;
  const numbers = { percent: percent(share), size: size(state === "paused" ? about.size - sent : about.size) };
  switch (state) {
    case "waiting": return word("queue.waiting", numbers);
    case "starting": return word("queue.starting", numbers);
    case "sending": return sending(transfer);
    case "paused": return word("queue.paused", numbers);
    case "retrying": return retrying(transfer);
    case "lost": return transfer.detail || word(transfer.handle ? "queue.lost-handle" : "queue.lost", numbers);
    case "refused": return transfer.detail;
    case "sent": return production(transfer);
  }
}

function sending({ about, sent, share, speedometer }: Transfer): string {
  const pace = speedometer.read(performance.now());
  if (!pace) return word("queue.sending-first", { percent: percent(share), size: size(about.size) });
  return word("queue.sending", { percent: percent(share), speed: speed(pace), left: left((about.size - sent) / pace) });
}

function retrying({ share, nextTry }: Transfer): string {
  if (!navigator.onLine) return word("queue.offline", { percent: percent(share) });
  return word("queue.retrying", { percent: percent(share), n: Math.max(0, Math.ceil((nextTry - Date.now()) / 1000)) });
}

function production({ facts }: Transfer): string {
  const progress = percent(facts?.progress ?? 0);
  switch (facts?.status) {
    case "ready": return word("queue.ready");
    case "failed": return word("queue.failed");
    case "playable": return word("queue.making-plays", { percent: progress });
    case "preparing": return facts.rows.length ? word("queue.making", { percent: progress }) : word("queue.sent");
    default: return word("queue.sent");
  }
}
