/** Sends a form that can be undone, says what happened, and offers Undo (key Z) for 8 s, longer while it has the focus. */
import { icon } from "../icons";
import { html } from "../markup";
import { csrfToken, problem } from "../page/fetch";
import { isTyping } from "../page/typing";
import { word } from "../words";

const SHOWN_MS = 8000;

export class UndoToast extends HTMLElement {
  private listening = new AbortController();
  private readonly words = html("p");
  private readonly button = html("button", { class: "button", type: "button" }, icon("undo"), word("undo.undo"), html("kbd", { class: "key" }, "Z"));
  private readonly toast = html("div", { class: "toast", role: "status", hidden: true }, this.words, this.button);
  private timer = 0;
  private form: HTMLFormElement | undefined;

  connectedCallback(): void {
    this.replaceChildren(this.toast);
    this.listening = new AbortController();
    const options = { signal: this.listening.signal };
    document.addEventListener("submit", (event) => this.submit(event), { ...options, capture: true });
    document.addEventListener("keydown", (event) => this.key(event), options);
    document.addEventListener("toast-say", (event) => this.tell((event as CustomEvent<{ text: string }>).detail.text, false), options);
    this.button.addEventListener("click", () => void this.undo(), options);
    this.toast.addEventListener("focusin", () => window.clearTimeout(this.timer), options);
    this.toast.addEventListener("focusout", () => this.leaveSoon(), options);
  }

  disconnectedCallback(): void {
    this.listening.abort();
    window.clearTimeout(this.timer);
  }

  private submit(event: SubmitEvent): void {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !form.dataset.undoUrl) return;
    event.preventDefault();
    event.stopPropagation();
    void this.perform(form);
  }

  private async perform(form: HTMLFormElement): Promise<void> {
    const failure = await post(form.action, new FormData(form));
    if (failure !== undefined) return this.tell(failure, false);
    this.form = form;
    mark(form.dataset.asset, true);
    this.tell(form.dataset.message ?? "", true);
    if (form.dataset.next) document.dispatchEvent(new CustomEvent("page-go", { detail: { url: form.dataset.next } }));
  }

  private async undo(): Promise<void> {
    const form = this.form;
    if (!form?.dataset.undoUrl) return;
    this.form = undefined;
    const failure = await post(form.dataset.undoUrl, new FormData());
    if (failure !== undefined) return this.tell(failure, false);
    mark(form.dataset.asset, false);
    this.tell(form.dataset.undone ?? "", false);
    document.dispatchEvent(new CustomEvent("page-refresh"));
  }

  private key(event: KeyboardEvent): void {
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey && !isTyping(event);
    if (event.key.toLowerCase() !== "z" || !plain || !this.form || this.toast.hidden) return;
    event.preventDefault();
    void this.undo();
  }

  private tell(text: string, undoable: boolean): void {
    this.words.textContent = text;
    this.button.hidden = !undoable;
    this.toast.hidden = !text;
    this.leaveSoon();
  }

  private leaveSoon(): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => { this.toast.hidden = true; this.form = undefined; }, SHOWN_MS);
  }
}

/** The row leaves the list at once, and comes back where it was. */
function mark(asset: string | undefined, gone: boolean): void {
  if (!asset) return;
  for (const row of document.querySelectorAll(`main [data-asset="${CSS.escape(asset)}"][data-row-url]`)) {
    row.toggleAttribute("data-gone", gone);
    row.toggleAttribute("hidden", gone);
  }
}

/** The sentence of a refusal, or undefined when it was done. */
async function post(url: string, body: FormData): Promise<string | undefined> {
  try {
    const answer = await fetch(url, { method: "POST", body, credentials: "same-origin", headers: { Accept: "application/json, text/html", "X-CSRFToken": csrfToken() } });
    if (answer.ok) return undefined;
    return word("undo.failed", { reason: problem(answer.status, await answer.text(), String(answer.status)).detail });
  } catch (error) {
    if (error instanceof TypeError) return word("undo.failed", { reason: word("undo.offline") });
    throw error;
  }
}

customElements.define("undo-toast", UndoToast);
