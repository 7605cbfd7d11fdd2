/** Keeps what the page shows of assets true: rows are fetched and morphed in, grids get fresh facts, as the server tells of changes. */
import { html, json, rootOf } from "../page/fetch";
import { morph } from "../page/morph";
import { listen, type News } from "../page/news";
import { refresh } from "../page/whole";

const AT_MOST_EVERY_MS = 1000;
const POLL_MS = 5000;

export class LiveAssets extends HTMLElement {
  private listening = new AbortController();
  private readonly waiting = new Map<string, number>();
  private readonly asked = new Map<string, number>();
  private poll = 0;

  connectedCallback(): void {
    this.listening = new AbortController();
    const listener = { news: (news: News) => this.hear(news), live: (standing: boolean) => this.standing(standing) };
    listen(this.getAttribute("src") ?? "/events", listener, this.listening.signal);
  }

  disconnectedCallback(): void {
    this.listening.abort();
    window.clearInterval(this.poll);
  }

  /** Tells everyone at once, and fetches at most once a second for each asset, the last news always. */
  private hear(news: News): void {
    document.dispatchEvent(new CustomEvent("asset-changed", { detail: news }));
    if (this.waiting.has(news.id)) return;
    const wait = Math.max(0, (this.asked.get(news.id) ?? 0) + AT_MOST_EVERY_MS - Date.now());
    this.waiting.set(news.id, window.setTimeout(() => {
      this.waiting.delete(news.id);
      this.asked.set(news.id, Date.now());
      void this.renew(news.id);
    }, wait));
  }

  private async renew(id: string): Promise<void> {
    const shown = [...document.querySelectorAll(`[data-asset="${CSS.escape(id)}"]`)].filter((element) => !element.hasAttribute("data-gone"));
    if (shown.length) await Promise.all(shown.map(renewOne));
    else if (document.querySelector("main [data-live-list]")) await refresh();
  }

  /** Without the stream the page is read again every 5 s, and once more when it comes back. */
  private standing(live: boolean): void {
    if (live === !this.poll) return;
    window.clearInterval(this.poll);
    this.poll = live ? 0 : window.setInterval(() => void pollOnce(), POLL_MS);
    void pollOnce();
    this.toggleAttribute("data-polling", !live);
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
