/** Icons for markup that elements write themselves, from the same file that templates refer to. */
import sprite from "./sprite.svg";

export type IconName =
  | "alert" | "cc" | "check" | "copy" | "full" | "mute" | "pause" | "play" | "shrink" | "sound" | "undo" | "up" | "x";

let symbols: Document | undefined;

/** A 16 px drawing, hidden from assistive tools: the words beside it or the label around it speak. */
export function icon(name: IconName): SVGSVGElement {
  symbols ??= new DOMParser().parseFromString(sprite, "image/svg+xml");
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("aria-hidden", "true");
  const drawing = symbols.getElementById(`i-${name}`);
  for (const shape of drawing?.children ?? []) svg.append(document.importNode(shape, true));
  return svg;
}
