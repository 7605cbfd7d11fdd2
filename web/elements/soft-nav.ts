/** Pages change without a load, so that uploads go on: links and forms are fetched and `<main>` is swapped. Any surprise is left to the browser. */
import { attribute } from "../markup";
import { documentOf } from "../page/fetch";
import { morph } from "../page/morph";
import { refresh } from "../page/whole";
import { word } from "../words";

const PATIENCE_MS = 300;
const REST_MS = 250;

interface Visit {
  url: string;
  init?: RequestInit;
  /** Where to scroll when the page is there: a remembered height, or the top. */
  scroll?: number;
  push: boolean;
}

export class SoftNav extends HTMLElement {
  private listening = new AbortController();
  private loading: AbortController | undefined;
  private remembering = 0;
  private shown = location.pathname + location.search;
  private readonly status = document.createElement("p");

  connectedCallback(): void {
    this.listening = new AbortController();
    const options = { signal: this.listening.signal };
    history.scrollRestoration = "manual";
    this.status.className = "hidden-words";
    this.status.role = "status";
    this.replaceChildren(this.status);
    document.addEventListener("click", (event) => this.press(event), options);
    document.addEventListener("submit", (event) => this.submit(event), options);
    document.addEventListener("page-go", (event) => void this.visit({ url: (event as CustomEvent<{ url: string }>).detail.url, push: true }), options);
    document.addEventListener("page-refresh", () => void refresh(), options);
    window.addEventListener("popstate", (event) => this.back(event), options);
    window.addEventListener("scroll", () => this.rememberSoon(), { ...options, passive: true });
    const state = history.state as { scroll?: number } | null;
    if (state?.scroll) scrollTo(0, state.scroll);
  }

  disconnectedCallback(): void {
    this.listening.abort();
  }

  private press(event: MouseEvent): void {
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a[href]") : null;
    if (!link || event.defaultPrevented || !isPlainClick(event) || !isOurs(link, link.href) || link.target || link.hasAttribute("download")) return;
    if (isSamePage(link.href)) return;
    event.preventDefault();
    void this.visit({ url: link.href, push: true });
  }

  private submit(event: SubmitEvent): void {
    const form = event.target;
    if (event.defaultPrevented || !(form instanceof HTMLFormElement) || !isOurs(form, form.action) || form.target) return;
    const data = new FormData(form, event.submitter);
    if (form.method === "dialog") return;
    event.preventDefault();
    void this.visit(form.method === "get" ? { url: asked(form.action, data), push: true } : { url: form.action, init: { method: "POST", body: data }, push: true });
  }

  private back(event: PopStateEvent): void {
    // A hash on the same page moves the browser's own position; nothing is to be fetched.
    if (location.pathname + location.search === this.shown) return;
    window.clearTimeout(this.remembering);
    const state = event.state as { scroll?: number } | null;
    void this.visit({ url: location.href, push: false, scroll: state?.scroll ?? 0 });
  }

  private async visit(visit: Visit): Promise<void> {
    this.loading?.abort();
    const loading = new AbortController();
    this.loading = loading;
    const late = window.setTimeout(() => this.wait(true), PATIENCE_MS);
    try {
      const answer = await fetch(visit.url, { ...visit.init, headers: { Accept: "text/html" }, credentials: "same-origin", signal: loading.signal });
      const page = isHtml(answer) ? documentOf(await answer.text()) : undefined;
      if (page && fits(page)) this.show(page, answer, visit);
      else leave(visit, answer, loading);
    } catch (error) {
      if (loading.signal.aborted) return;
      if (!(error instanceof TypeError)) throw error;
      // The browser's own page for a lost connection would end the uploads; the page stays, and says so.
      document.dispatchEvent(new CustomEvent("toast-say", { detail: { text: word("nav.offline") } }));
    } finally {
      window.clearTimeout(late);
      if (this.loading === loading) this.wait(false);
    }
  }

  private show(page: Document, answer: Response, visit: Visit): void {
    if (visit.push) this.remember(answer, visit);
    this.shown = location.pathname + location.search;
    swap(page);
    settle(visit.scroll);
    document.dispatchEvent(new CustomEvent("page-shown", { detail: { url: location.href } }));
  }

  /** The page one leaves keeps its place in the list; the new one gets the address it ended at. */
  private remember(answer: Response, visit: Visit): void {
    const url = new URL(answer.url);
    url.hash = new URL(visit.url, location.href).hash;
    window.clearTimeout(this.remembering);
    history.replaceState({ scroll: scrollY }, "");
    if (url.href === location.href) history.replaceState({}, "", url);
    else history.pushState({}, "", url);
  }

  /** Browsers allow few writes to the history; the place is kept once the page has come to rest. */
  private rememberSoon(): void {
    window.clearTimeout(this.remembering);
    this.remembering = window.setTimeout(() => history.replaceState({ scroll: scrollY }, ""), REST_MS);
  }

  private wait(waiting: boolean): void {
    document.querySelector("main")?.toggleAttribute("aria-busy", waiting);
    document.documentElement.classList.toggle("waiting", waiting);
    this.status.textContent = waiting ? word("nav.waiting") : "";
  }
}

function isPlainClick(event: MouseEvent): boolean {
  return event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
}

function isOurs(element: Element, address: string): boolean {
  return new URL(address, location.href).origin === location.origin && !element.closest("[data-plain]");
}

function isSamePage(address: string): boolean {
  const url = new URL(address, location.href);
  return url.hash !== "" && url.pathname === location.pathname && url.search === location.search;
}

/** A GET form's address; empty fields only make an address longer. */
function asked(action: string, data: FormData): string {
  const url = new URL(action);
  url.search = new URLSearchParams([...data].flatMap(([name, value]) => (typeof value === "string" && value ? [[name, value]] : []))).toString();
  return url.href;
}

function isHtml(answer: Response): boolean {
  return (answer.headers.get("Content-Type") ?? "").startsWith("text/html");
}

function modules(page: Document): string[] {
  return [...page.querySelectorAll<HTMLScriptElement>('script[type="module"][src]')].map((script) => script.getAttribute("src") ?? "");
}

/** The answer is a page of the same console, built with the same scripts. */
function fits(page: Document): boolean {
  const ours = modules(document).filter((src) => src.includes("console"));
  return Boolean(page.querySelector("main") && page.querySelector("soft-nav")) && ours.every((src) => modules(page).includes(src));
}

/** The browser loads it: a fresh GET, or for a form that was already sent, where its answer led. */
function leave(visit: Visit, answer: Response, loading: AbortController): void {
  loading.abort();
  location.assign(visit.init ? answer.url : visit.url);
}

function swap(page: Document): void {
  const [main, fresh] = [document.querySelector("main"), page.querySelector("main")];
  if (!main || !fresh) return;
  document.title = page.title;
  // What floats belongs to the page that one leaves: an open menu would lie over the new one.
  for (const float of document.querySelectorAll<HTMLElement>(":popover-open")) float.hidePopover();
  attribute(document.documentElement, "lang", page.documentElement.lang || "en");
  const [token, newToken] = [document, page].map((from) => from.querySelector<HTMLMetaElement>('meta[name="csrf-token"]'));
  if (token && newToken) token.content = newToken.content;
  const [bar, newBar] = [document.querySelector("header.bar"), page.querySelector("header.bar")];
  if (bar && newBar) morphBar(bar, newBar);
  for (const src of modules(page).filter((each) => !modules(document).includes(each))) load(src);
  main.replaceWith(document.importNode(fresh, true));
}

/** Words that were searched for stand in the field only on the page that answers them. */
function morphBar(bar: Element, fresh: Element): void {
  const [search, answered] = [bar, fresh].map((from) => from.querySelector<HTMLInputElement>('input[type="search"]'));
  if (search) search.value = answered?.defaultValue ?? "";
  morph(bar, fresh);
}

function load(src: string): void {
  const script = document.createElement("script");
  script.type = "module";
  script.src = src;
  document.head.append(script);
}

/** Scroll and focus as after a load: the target of a hash, or the heading that says where one is. */
function settle(scroll: number | undefined): void {
  const target = location.hash ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
  const heading = document.querySelector<HTMLElement>("main h1");
  if (heading) {
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
  }
  if (target) target.scrollIntoView();
  else scrollTo(0, scroll ?? 0);
}

customElements.define("soft-nav", SoftNav);
