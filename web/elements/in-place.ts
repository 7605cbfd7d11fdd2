/** A text that turns out to be a field: Enter or leaving saves, Esc restores, and what was typed is never lost. */
import { say } from "../markup";
import { csrfToken, problem } from "../page/fetch";
import { dateLanguage, word } from "../words";

type Field = HTMLInputElement | HTMLTextAreaElement;

export class InPlace extends HTMLElement {
  private saving = false;
  private listening = new AbortController();

  connectedCallback(): void {
    const field = this.field;
    if (!field) return;
    this.listening = new AbortController();
    const options = { signal: this.listening.signal };
    const draft = sessionStorage.getItem(this.draftKey);
    if (draft !== null && draft !== field.defaultValue) field.value = draft;
    field.addEventListener("keydown", (event) => this.key(event as KeyboardEvent, field), options);
    field.addEventListener("input", () => sessionStorage.setItem(this.draftKey, field.value), options);
    field.addEventListener("blur", () => void this.save(), options);
    window.addEventListener("pagehide", () => void this.save(true), options);
  }

  disconnectedCallback(): void {
    this.listening.abort();
    void this.save(true);
  }

  private get field(): Field | null {
    return this.querySelector<Field>("input, textarea");
  }

  private get draftKey(): string {
    return `draft:${this.getAttribute("action") ?? ""}:${this.getAttribute("field") ?? ""}`;
  }

  private key(event: KeyboardEvent, field: Field): void {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      void this.save();
    } else if (event.key === "Escape") {
      event.preventDefault();
      this.restore(field);
    }
  }

  private restore(field: Field): void {
    field.value = field.defaultValue;
    sessionStorage.removeItem(this.draftKey);
    this.tell("");
  }

  /** Sends what differs from what the server has. `leaving` lets the request outlive the page. */
  private async save(leaving = false): Promise<void> {
    const field = this.field;
    const value = field?.value.trim() ?? "";
    if (!field || this.saving || value === field.defaultValue.trim()) return;
    this.saving = true;
    this.tell(word("place.saving"));
    const failure = await this.send(value, leaving);
    this.saving = false;
    if (failure === undefined) this.keep(field, value);
    else this.tell(word("place.failed", { reason: failure }), true);
  }

  /** The sentence of a refusal, or undefined when the server has taken it. */
  private async send(value: string, leaving: boolean): Promise<string | undefined> {
    const name = this.getAttribute("field") ?? "title";
    try {
      const answer = await fetch(this.getAttribute("action") ?? "", {
        method: "PATCH", credentials: "same-origin", keepalive: leaving,
        headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": csrfToken() },
        body: JSON.stringify({ [name]: value }),
      });
      return answer.ok ? undefined : problem(answer.status, await answer.text(), String(answer.status)).detail;
    } catch (error) {
      if (error instanceof TypeError) return word("place.offline");
      throw error;
    }
  }

  /** The server has it: that is the new resting state, unless one has typed on meanwhile. */
  private keep(field: Field, value: string): void {
    field.defaultValue = value;
    if (field.value.trim() === value) sessionStorage.removeItem(this.draftKey);
    const time = new Intl.DateTimeFormat(dateLanguage(), { hour: "2-digit", minute: "2-digit" }).format(new Date());
    this.tell(word("place.saved", { time }));
    // The name stands in more places than one: headings, the tab, what a deletion would say.
    document.dispatchEvent(new CustomEvent("page-refresh"));
    this.dispatchEvent(new CustomEvent("saved", { bubbles: true, detail: { field: this.getAttribute("field"), value } }));
  }

  private tell(text: string, failed = false): void {
    const line = this.querySelector("[data-outcome]");
    if (line) say(line, text);
    line?.classList.toggle("failed", failed);
    if (failed) this.field?.setAttribute("aria-invalid", "true");
    else this.field?.removeAttribute("aria-invalid");
  }
}

customElements.define("in-place", InPlace);
