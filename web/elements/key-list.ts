/** The keys of the console: `?` opens the list, `/` goes to the search field. The list itself is the server's. */
import { isTyping } from "../page/typing";

export class KeyList extends HTMLElement {
  private listening = new AbortController();

  connectedCallback(): void {
    this.listening = new AbortController();
    const options = { signal: this.listening.signal };
    document.addEventListener("keydown", (event) => this.key(event), options);
    document.addEventListener("click", (event) => {
      if (event.target instanceof Element && event.target.closest("[data-open-keys]")) this.open();
    }, options);
  }

  disconnectedCallback(): void {
    this.listening.abort();
  }

  private key(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event)) return;
    const search = document.querySelector<HTMLInputElement>('input[type="search"]');
    if (event.key === "/" && search) search.focus();
    else if (event.key === "?") this.open();
    else return;
    event.preventDefault();
  }

  private open(): void {
    const dialog = this.querySelector("dialog");
    if (dialog && !dialog.open) dialog.showModal();
  }
}

customElements.define("key-list", KeyList);
