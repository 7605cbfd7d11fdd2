/** A line one copies to a terminal. The icon turns into a tick when it is on the clipboard. */
import { icon } from "../icons";
import { word } from "../words";

const SHOWN_MS = 2000;

export class CopyLine extends HTMLElement {
  constructor() {
    super();
    this.addEventListener("click", (event) => {
      if (event.target instanceof Element && event.target.closest("button")) void this.copy();
    });
  }

  private async copy(): Promise<void> {
    const line = this.querySelector("code");
    if (!line) return;
    // Browsers give the clipboard to https and localhost only; elsewhere the line is selected, ready for Ctrl-C.
    if (!navigator.clipboard) return getSelection()?.selectAllChildren(line);
    await navigator.clipboard.writeText(line.textContent ?? "");
    this.confirm();
  }

  private confirm(): void {
    const button = this.querySelector("button");
    const before = button?.querySelector(".icon");
    if (!button || !before) return;
    const tick = icon("check");
    const said = document.createElement("span");
    said.className = "hidden-words";
    said.role = "status";
    said.textContent = word("copy.copied");
    before.replaceWith(tick);
    this.append(said);
    window.setTimeout(() => { tick.replaceWith(before); said.remove(); }, SHOWN_MS);
  }
}

customElements.define("copy-line", CopyLine);
