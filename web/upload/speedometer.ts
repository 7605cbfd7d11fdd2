/** Real speed: bytes over the last five seconds, not since the beginning and not since the last packet. */
const WINDOW_MS = 5000;

export class Speedometer {
  private samples: { at: number; bytes: number }[] = [];

  /** Notes that `bytes` in all are sent at `at` (milliseconds of any steady clock). */
  note(bytes: number, at: number): void {
    const last = this.samples.at(-1);
    if (last && bytes < last.bytes) this.samples = [];
    this.samples.push({ at, bytes });
    while ((this.samples[1]?.at ?? Infinity) <= at - WINDOW_MS) this.samples.shift();
  }

  /** Bytes a second as seen at `at`; 0 until it can be known. A stalled connection counts. */
  read(at: number): number {
    const [first, last] = [this.samples[0], this.samples.at(-1)];
    if (!first || !last || at - first.at < 200) return 0;
    const from = this.samples.findLast((sample) => sample.at <= at - WINDOW_MS) ?? first;
    return ((last.bytes - from.bytes) * 1000) / (at - from.at);
  }

  stop(): void {
    this.samples = [];
  }
}
