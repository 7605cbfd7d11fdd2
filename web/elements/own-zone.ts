/** A list of time zones that begins at the browser's own. Without script one chooses. */

export class OwnZone extends HTMLElement {
  connectedCallback(): void {
    const list = this.querySelector("select");
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (!list || list.value || !zone || zone === "UTC") return;
    if (![...list.options].some((one) => one.value === zone)) list.add(new Option(city(zone), zone), 1);
    list.value = zone;
  }
}

/** `Asia/Kolkata` is Kolkata: a browser may know a zone by a newer name than our list does. */
function city(zone: string): string {
  return zone.slice(zone.lastIndexOf("/") + 1).replaceAll("_", " ");
}

customElements.define("own-zone", OwnZone);
