/** A password that its button shows while it is pressed in; hidden again before the form is sent. */

export class ShownSecret extends HTMLElement {
  private readonly listening = new AbortController();

  connectedCallback(): void {
    const field = this.querySelector("input");
    const button = this.querySelector("button");
    if (!field || !button) return;
    const show = (shown: boolean): void => {
      field.type = shown ? "text" : "password";
      button.setAttribute("aria-pressed", String(shown));
    };
    const { signal } = this.listening;
    button.hidden = false;
    button.addEventListener("click", () => show(field.type === "password"), { signal });
    // A browser offers to keep what was sent from a password field, and may remember what was sent from any other.
    field.form?.addEventListener("submit", () => show(false), { signal });
  }

  disconnectedCallback(): void {
    this.listening.abort();
  }
}

customElements.define("shown-secret", ShownSecret);
