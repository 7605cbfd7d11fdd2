/** The controls' markup: the picture with its play button and facts, and the line of controls below it. */
import { icon, type IconName } from "../icons";
import { html } from "../markup";
import { word, type WordKey } from "../words";

export interface Controls {
  player: HTMLDivElement;
  bar: HTMLDivElement;
  video: HTMLVideoElement;
  face: HTMLSpanElement;
  big: HTMLButtonElement;
  play: HTMLButtonElement;
  scrub: HTMLInputElement;
  sound: HTMLButtonElement;
  captions: HTMLButtonElement;
  full: HTMLButtonElement;
  time: HTMLSpanElement;
  rung: HTMLSpanElement;
  facts: HTMLSpanElement;
  say: HTMLParagraphElement;
}

export function controls(): Controls {
  const video = html("video", { playsinline: true, preload: "metadata", tabindex: -1 });
  const face = html("span", { class: "face", hidden: true }, icon("sound"));
  const big = html("button", { class: "play", type: "button", tabindex: -1, "aria-hidden": "true" }, icon("play"));
  const [time, rung] = [html("span"), html("span")];
  const facts = html("span", { class: "rung", hidden: true }, time, rung);
  const say = html("p", { class: "say", role: "status", hidden: true });
  const scrub = html("input", { class: "scrub", type: "range", min: 0, max: 1, step: "any", value: 0, "aria-label": word("player.position"), disabled: true });
  const [play, sound, captions, full] = [tool("player.play", "play"), tool("player.mute", "sound"), tool("player.captions.on", "cc"), tool("player.full", "full")];
  captions.hidden = true;
  const player = html("div", { class: "player" }, video, face, big, facts, say);
  const bar = html("div", { class: "controls", dir: "ltr" }, play, scrub, html("div", { class: "tools" }, sound, captions, full));
  return { player, bar, video, face, big, play, scrub, sound, captions, full, time, rung, facts, say };
}

function tool(key: WordKey, name: IconName): HTMLButtonElement {
  return html("button", { class: "button quiet square small", type: "button", "aria-label": word(key) }, icon(name));
}

/** Gives a button another face and name, only when it really changes. */
export function turn(button: HTMLButtonElement, key: WordKey, name: IconName): void {
  if (button.dataset.face === name + key) return;
  button.dataset.face = name + key;
  button.setAttribute("aria-label", word(key));
  button.replaceChildren(icon(name));
}
