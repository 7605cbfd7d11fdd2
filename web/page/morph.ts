/** Turns the page's elements into what the server sent, touching only what differs: focus, typed text, ticks and open menus stay. */

/** Elements whose inside is theirs: facts reach them as attributes alone. */
const OWN_INSIDE = new Set(["GRID-BAND", "VIDEO-GRID", "VIDEO-PLAYER", "UPLOAD-QUEUE", "UPLOAD-PROGRESS", "RELATIVE-TIME"]);
/** Attributes that the page itself sets while it lives. */
const LIVE = new Set(["open", "data-gone", "aria-busy"]);

export function morph(from: Element, to: Element): void {
  if (from.tagName !== to.tagName) {
    from.replaceWith(document.importNode(to, true));
    return;
  }
  if (isTouched(from) || from.hasAttribute("data-outcome")) return;
  attributes(from, to);
  if (!OWN_INSIDE.has(from.tagName)) children(from, to);
}

/** A field that has the focus, or whose text a person has changed, is theirs. */
function isTouched(element: Element): boolean {
  if (element instanceof HTMLTextAreaElement) return element === document.activeElement || element.value !== element.defaultValue;
  if (!(element instanceof HTMLInputElement)) return false;
  const ticked = element.type === "checkbox" || element.type === "radio";
  return element === document.activeElement || (ticked ? element.checked !== element.defaultChecked : element.value !== element.defaultValue);
}

function attributes(from: Element, to: Element): void {
  for (const { name, value } of to.attributes) if (from.getAttribute(name) !== value) from.setAttribute(name, value);
  for (const { name } of [...from.attributes]) if (!to.hasAttribute(name) && !LIVE.has(name) && !givenByElement(from, name)) from.removeAttribute(name);
}

/** Elements of ours carry attributes that they or their neighbours set (facts of a player, time of a grid, class of a queue). */
function givenByElement(element: Element, name: string): boolean {
  return OWN_INSIDE.has(element.tagName) && ["facts", "time", "level", "title", "class", "hidden", "style", "role", "aria-label", "src"].includes(name);
}

function keyOf(node: Node): string | undefined {
  if (!(node instanceof Element)) return undefined;
  return node.id ? `#${node.id}` : (node.getAttribute("data-asset") && `${node.tagName}@${node.getAttribute("data-asset")}`) || undefined;
}

function children(from: Element, to: Element): void {
  const keyed = new Map([...from.children].flatMap((child) => { const key = keyOf(child); return key ? [[key, child] as const] : []; }));
  const wanted = new Set([...to.childNodes].map(keyOf).filter(Boolean));
  let at: ChildNode | null = from.firstChild;
  for (const target of [...to.childNodes]) {
    while (at && isForeign(at, wanted)) at = drop(at);
    const key = keyOf(target);
    const match: ChildNode | null = key ? (keyed.get(key) ?? null) : fitting(at, target);
    if (!match) {
      from.insertBefore(document.importNode(target, true), at);
    } else {
      if (match === at) at = at.nextSibling;
      else from.insertBefore(match, at);
      become(match, target);
    }
  }
  while (at) at = drop(at);
}

/** A keyed child that the new list no longer has. */
function isForeign(node: ChildNode, wanted: Set<string | undefined>): boolean {
  const key = keyOf(node);
  return Boolean(key) && !wanted.has(key);
}

function fitting(at: ChildNode | null, target: ChildNode): ChildNode | null {
  return at && at.nodeType === target.nodeType && at.nodeName === target.nodeName && !keyOf(at) ? at : null;
}

function become(node: ChildNode, target: ChildNode): void {
  if (node instanceof Element && target instanceof Element) morph(node, target);
  else if (node.nodeValue !== target.nodeValue) node.nodeValue = target.nodeValue;
}

function drop(node: ChildNode): ChildNode | null {
  const next = node.nextSibling;
  node.remove();
  return next;
}
