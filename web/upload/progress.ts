/** What the queue tells the page about one upload, as `upload-progress` on the document. */
import type { Transfer, TransferState } from "./transfer";

export interface Progress {
  asset: string;
  /** 0 to 1. */
  sent: number;
  /** Bytes a second over the last five seconds; 0 when unknown or not sending. */
  speed: number;
  secondsLeft: number;
  state: TransferState;
}

export function progressOf(transfer: Transfer, asset: string): Progress {
  const speed = transfer.state === "sending" ? transfer.speedometer.read(performance.now()) : 0;
  return { asset, sent: transfer.share, speed, secondsLeft: speed ? (transfer.about.size - transfer.sent) / speed : Infinity, state: transfer.state };
}

export function announce(transfer: Transfer): void {
  if (!transfer.asset) return;
  document.dispatchEvent(new CustomEvent<Progress>("upload-progress", { detail: progressOf(transfer, transfer.asset) }));
}
