/** A button that makes or uses a passkey (WebAuthn level 3). Hidden where the browser knows none; the forms beside it do without. */

type Ceremony = { options: unknown };
type Outcome = { next?: string; detail?: string };

export class PassKey extends HTMLElement {
  private readonly busy = new AbortController();

  connectedCallback(): void {
    this.hidden = !("PublicKeyCredential" in window) || !("parseRequestOptionsFromJSON" in PublicKeyCredential);
    this.querySelector("button")?.addEventListener("click", () => void this.start(), { signal: this.busy.signal });
  }

  disconnectedCallback(): void {
    this.busy.abort();
  }

  private async start(): Promise<void> {
    this.say("");
    try {
      const begun = await this.post<Ceremony>("begin-url", {});
      const credential = await this.ask(begun.options);
      const { next } = await this.post<Outcome>("finish-url", { credential: credential.toJSON(), name: this.getAttribute("name") ?? "" });
      if (next) location.assign(next);
    } catch (error) {
      // Whoever closes the browser's own window has changed their mind: nothing is wrong.
      if (!(error instanceof DOMException)) this.say(error instanceof Error ? error.message : String(error));
    }
  }

  private async ask(options: unknown): Promise<PublicKeyCredential> {
    const making = this.hasAttribute("making");
    const found = making
      ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON((options as { publicKey: PublicKeyCredentialCreationOptionsJSON }).publicKey) })
      : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON((options as { publicKey: PublicKeyCredentialRequestOptionsJSON }).publicKey) });
    if (!(found instanceof PublicKeyCredential)) throw new DOMException("none was given");
    return found;
  }

  private async post<Answer>(attribute: string, body: unknown): Promise<Answer> {
    const token = this.querySelector<HTMLInputElement>("input[name=csrfmiddlewaretoken]")?.value ?? "";
    const headers = { "Content-Type": "application/json", "X-CSRFToken": token };
    const answer = await fetch(this.getAttribute(attribute) ?? "", { method: "POST", headers, body: JSON.stringify(body) });
    const told = (await answer.json()) as Answer & Outcome;
    if (!answer.ok) throw new Error(told.detail ?? answer.statusText);
    return told;
  }

  private say(text: string): void {
    const line = this.querySelector("[data-outcome]");
    if (line) line.textContent = text;
  }
}

customElements.define("pass-key", PassKey);
