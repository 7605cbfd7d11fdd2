/** How sizes, speeds, times left and positions in a film are written. A number and its unit are never torn apart. */
import { number, word } from "./words";

const UNITS = ["B", "kB", "MB", "GB", "TB", "PB"];
const GLUE = "\u00a0";

/** `840 MB`, `18.4 GB`, `1.2 MB`: decimal units; a tenth where it says something. */
export function size(bytes: number): string {
  return scaled(bytes, (value, step) => step > 0 && (value < 9.95 || (step > 2 && value < 99.95)));
}

/** `58.1 MB/s` from bytes a second. */
export function speed(bytesPerSecond: number): string {
  return `${scaled(bytesPerSecond, (value, step) => step > 0 && value < 99.95)}/s`;
}

function scaled(bytes: number, hasTenth: (value: number, step: number) => boolean): string {
  const step = Math.min(UNITS.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
  const value = bytes / 1000 ** step;
  return number(value, hasTenth(value, step) ? 1 : 0) + GLUE + UNITS[step];
}

/** Whole per cent that says 100 only when everything is there. */
export function percent(part: number): number {
  return part >= 1 ? 100 : Math.max(0, Math.min(99, Math.floor(part * 100)));
}

/** `40 s`, `4 min`, `2 h 10 min`: what is left, never more exact than it can be known. */
export function left(seconds: number): string {
  const text =
    seconds < 60 ? word("left.seconds", { n: Math.max(1, Math.ceil(seconds)) })
    : seconds < 5400 ? word("left.minutes", { n: Math.ceil(seconds / 60) })
    : word("left.hours", { n: Math.floor(seconds / 3600), m: Math.floor((seconds % 3600) / 60) });
  return text.replaceAll(" ", GLUE);
}

/** `0:37`, `14:08`, `1:02:09`: a place in a film. */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds + 1e-6));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (value: number): string => String(value).padStart(2, "0");
  return hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

/** A place in a film where whole seconds are too coarse: `0:01.5`. */
export function fineClock(seconds: number): string {
  const tenths = Math.round(seconds * 10);
  return tenths % 10 ? `${clock(Math.floor(tenths / 10))}.${tenths % 10}` : clock(tenths / 10);
}
