/** Keys of the player, anywhere on its page but in a field or on a control that needs them itself. */
import { isTyping } from "../page/typing";

export interface PlayerWishes {
  toggle(): void;
  skip(seconds: number): void;
  louder(step: number): void;
  full(): void;
  mute(): void;
  captions(): void;
}

const SKIP_S = 5;
const STEP = 0.1;

export function obey(event: KeyboardEvent, wishes: PlayerWishes): void {
  const wish = wishOf(event.key, wishes);
  if (!wish || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event) || belongsElsewhere(event)) return;
  event.preventDefault();
  wish();
}

function wishOf(key: string, wishes: PlayerWishes): (() => void) | undefined {
  const all: Record<string, () => void> = {
    " ": () => wishes.toggle(), k: () => wishes.toggle(),
    ArrowLeft: () => wishes.skip(-SKIP_S), ArrowRight: () => wishes.skip(SKIP_S),
    ArrowUp: () => wishes.louder(STEP), ArrowDown: () => wishes.louder(-STEP),
    f: () => wishes.full(), m: () => wishes.mute(), c: () => wishes.captions(),
  };
  return all[key.length === 1 ? key.toLowerCase() : key];
}

/** Space presses the button that has the focus; arrows move in the grid, in menus and tabs. The page keeps ↑ ↓ until the player has the focus. */
function belongsElsewhere(event: KeyboardEvent): boolean {
  const target = event.target instanceof Element ? event.target : document.body;
  const inPlayer = target.closest("video-player") !== null;
  if (event.key === " ") return target.closest("button, a, summary, input") !== null;
  if (event.key === "ArrowUp" || event.key === "ArrowDown") return !inPlayer;
  if (event.key.startsWith("Arrow")) return !inPlayer && target.closest('[tabindex="0"], [role="menu"], [role="tablist"], input') !== null;
  return target.closest("dialog") !== null;
}
