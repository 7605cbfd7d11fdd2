/** The whole line in one sentence: how much of how much, how fast, how long still. */
import { left, percent, size, speed } from "../quantities";
import { word } from "../words";
import { isOver } from "./line";
import type { Transfer } from "./transfer";

export interface Totals {
  /** Files whose work is not done. */
  open: number;
  share: number;
  sentence: string;
}

export function totals(transfers: readonly Transfer[]): Totals {
  const bytes = transfers.reduce((sum, { about }) => sum + about.size, 0);
  const sent = transfers.reduce((sum, transfer) => sum + transfer.share * transfer.about.size, 0);
  const now = performance.now();
  const pace = transfers.reduce((sum, transfer) => sum + (transfer.state === "sending" ? transfer.speedometer.read(now) : 0), 0);
  const coming = transfers.filter(({ state }) => state !== "paused" && state !== "lost" && state !== "refused");
  const rest = coming.reduce((sum, transfer) => sum + (1 - transfer.share) * transfer.about.size, 0);
  const numbers = { percent: percent(bytes ? sent / bytes : 1), size: size(bytes) };
  const sentence = pace && rest ? word("queue.sum", { ...numbers, speed: speed(pace), left: left(rest / pace) }) : word("queue.sum-idle", numbers);
  return { open: transfers.filter((transfer) => !isOver(transfer)).length, share: bytes ? sent / bytes : 1, sentence };
}
