/** Keeps what the page shows of assets true: rows are fetched and morphed in, grids get fresh facts, as the server tells of changes. */
import { html as markup, say } from "../markup";
import { html, json, rootOf } from "../page/fetch";
import { morph } from "../page/morph";
import { DELETED, listen, type News } from "../page/news";
import { refresh } from "../page/whole";
import { word } from "../words";

const AT_MOST_EVERY_MS = 1000;
const POLL_MS = 5000;

export class LiveAssets extends HTMLElement {
  private listening = new AbortController();
  private readonly waiting = new Map<string, News>();
  private readonly asked = new Map<string, number>();
  private readonly known = new Map<string, string>();
  private poll = 0;
  private readonly spoken = markup("p", { class: "hidden-words", role: "status" });

  connectedCallback(): void {
    this.replaceChildren(this.spoken);
    this.listening = new AbortController();
    const listener = { news: (news: News) => this.hear(news), live: (standing: boolean) => this.standing(standing) };
    listen(this.getAttribute("src") ?? "/events", listener, this.listening.signal);
  }

  disconnectedCallback(): void {
    this.listening.abort();
    window.clearInterval(this.poll);
  }

  /** Tells everyone at once. Fetches a new state at once too, and progress at most once a second for each asset, the last news always. */
  private hear(news: News): void {
    document.dispatchEvent(new CustomEvent("asset-changed", { detail: news }));
    const isTimed = this.waiting.has(news.id);
    this.waiting.set(news.id, news);
    if ((this.known.get(news.id) ?? news.status) !== news.status) return this.turn(news.id);
    if (isTimed) return;
    const wait = Math.max(0, (this.asked.get(news.id) ?? 0) + AT_MOST_EVERY_MS - Date.now());
    window.setTimeout(() => this.turn(news.id), wait);
  }

  private turn(id: string): void {
    const news = this.waiting.get(id);
    this.waiting.delete(id);
    this.asked.set(id, Date.now());
    if (news) void this.renew(news);
  }

  /** Progress renews what stands for the asset; a new state may change anything on the page, so all of it is read again. */
  private async renew({ id, status }: News): Promise<void> {
    const shown = [...document.querySelectorAll(`main [data-asset="${CSS.escape(id)}"]:not([data-gone])`)];
    const moved = this.known.has(id) && this.known.get(id) !== status;
    this.known.set(id, status);
    const list = document.querySelector("main [data-live-list]");
    if (status === DELETED && !list) return;
    const whole = ((moved || status === DELETED) && shown.length > 0) || (!shown.length && list);
    if (whole) await refresh();
    else await Promise.all(shown.map(renewOne));
  }

  /** Without the stream the page is read again every 5 s, and once more when it comes back. */
  private standing(live: boolean): void {
    if (live === !this.poll) return;
    window.clearInterval(this.poll);
    this.poll = live ? 0 : window.setInterval(() => void pollOnce(), POLL_MS);
    void pollOnce();
    this.toggleAttribute("data-polling", !live);
    say(this.spoken, live ? "" : word("live.lost"));
  }
}

async function renewOne(element: Element): Promise<void> {
  const row = element.getAttribute("data-row-url");
  const facts = element.getAttribute("data-facts-url");
  if (row) await renewRow(element, row);
  if (facts) await renewFacts(element, facts);
}

async function renewRow(element: Element, url: string): Promise<void> {
  const answer = await html(url).catch((error: unknown) => { if (error instanceof TypeError) return undefined; throw error; });
  if (answer?.status === 404 || answer?.status === 410) element.remove();
  if (!answer?.ok || answer.redirected) return;
  const fresh = rootOf(await answer.text());
  if (fresh && element.isConnected) morph(element, fresh);
}

async function renewFacts(element: Element, url: string): Promise<void> {
  const facts = await json<object>(url);
  if (facts) element.setAttribute("facts", JSON.stringify(facts));
}

async function pollOnce(): Promise<void> {
  if (document.hidden) return;
  await refresh();
  await Promise.all([...document.querySelectorAll("[data-facts-url]")].map((element) => renewFacts(element, element.getAttribute("data-facts-url") ?? "")));
}

customElements.define("live-assets", LiveAssets);
