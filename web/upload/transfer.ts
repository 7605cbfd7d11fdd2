/** One file on its way: tus underneath, with a state that says what it waits for, and patience with bad networks. */
import { Upload, DetailedError } from "tus-js-client";
import type { Facts } from "../grid/facts";
import { problem } from "../page/fetch";
import { word } from "../words";
import { claim } from "./memory";
import { Speedometer } from "./speedometer";

export type TransferState = "waiting" | "starting" | "sending" | "paused" | "retrying" | "lost" | "refused" | "sent";

/** Each chunk is one PATCH and is on the server's disk when it is answered, so a torn line costs little. */
const CHUNK_BYTES = 16 * 1024 * 1024;
const LONGEST_PAUSE_S = 30;
/** Longer than it takes a thin line to empty the buffers that the browser has filled. */
const STILL_MS = 120_000;
/** Answers that another try may change: locked by a dead peer, moved on, too many, and the server's own trouble. */
const PASSING = [408, 409, 423, 429];

export interface About {
  name: string;
  size: number;
  lastModified: number;
}

export class Transfer extends EventTarget {
  readonly about: About;
  file: File | undefined;
  handle: FileSystemFileHandle | undefined;
  state: TransferState;
  sent = 0;
  url: string | undefined;
  asset: string | undefined;
  facts: Facts | undefined;
  /** A sentence from the server, or about the file. */
  detail = "";
  /** When the next try begins, in milliseconds since the epoch. */
  nextTry = 0;
  readonly speedometer = new Speedometer();
  private tries = 0;
  private lastSign = 0;
  private timer = 0;
  private upload: Upload | undefined;
  private release: () => void = () => undefined;
  private readonly endpoint: string;

  constructor(about: About, endpoint: string, file?: File, private readonly collection?: string) {
    super();
    this.about = about;
    this.endpoint = endpoint;
    this.file = file;
    this.state = file ? "waiting" : "lost";
  }

  get isOpen(): boolean {
    return this.state !== "sent" && this.state !== "refused";
  }

  get isSending(): boolean {
    return this.state === "starting" || this.state === "sending" || this.state === "retrying";
  }

  /** 1 only when the server has said so: the last bytes lie in buffers on the way. */
  get share(): number {
    return this.state === "sent" ? 1 : Math.min(0.999, this.about.size ? this.sent / this.about.size : 0);
  }

  matches(file: File): boolean {
    return file.name === this.about.name && file.size === this.about.size && file.lastModified === this.about.lastModified;
  }

  start(): void {
    if (!this.file) return;
    if (!navigator.onLine) return this.retryLater();
    this.lastSign = performance.now();
    this.become("starting");
    this.upload ??= this.prepare(this.file);
    this.upload.start();
  }

  /** Back to the end of the line, with the file it needs. */
  wait(file?: File): void {
    if (file) this.file = file;
    window.clearTimeout(this.timer);
    this.detail = "";
    this.tries = 0;
    this.become("waiting");
  }

  pause(): void {
    this.halt();
    this.become("paused");
  }

  retryNow(): void {
    if (this.state !== "retrying") return;
    window.clearTimeout(this.timer);
    this.start();
  }

  /** A line that is known to be dead is given up; the next try asks the server how far it came. */
  interrupt(): void {
    if (this.state !== "starting" && this.state !== "sending") return;
    this.halt();
    this.retryLater();
  }

  /** A changed network leaves connections that neither end nor move. */
  interruptIfStill(now = performance.now()): void {
    if (now - this.lastSign > STILL_MS) this.interrupt();
  }

  /** Stops, and takes back from the server what was begun there. */
  cancel(): void {
    window.clearTimeout(this.timer);
    this.release();
    const gone = this.state !== "sent" && this.url ? Upload.terminate(this.url, { retryDelays: [0, 1000, 6000] }) : Promise.resolve();
    void this.upload?.abort(false);
    // What can't be taken back now expires there by itself.
    gone.catch(() => undefined);
  }

  private halt(): void {
    window.clearTimeout(this.timer);
    void this.upload?.abort(false);
    this.speedometer.stop();
  }

  private become(state: TransferState): void {
    this.state = state;
    if (state === "sent" || state === "refused") this.release();
    this.dispatchEvent(new Event("change"));
  }

  private prepare(file: File): Upload {
    return new Upload(file, {
      endpoint: this.endpoint,
      ...(this.url && { uploadUrl: this.url }),
      chunkSize: CHUNK_BYTES,
      retryDelays: null,
      storeFingerprintForResuming: false,
      metadata: { filename: file.name, title: titleOf(file.name), ...(this.collection && { collection: this.collection }) },
      onUploadUrlAvailable: () => this.located(),
      onProgress: (bytes) => this.progress(bytes),
      onChunkComplete: (_size, accepted) => this.accept(accepted),
      onSuccess: () => this.finish(),
      onError: (error) => void this.fail(error),
    });
  }

  private located(): void {
    const url = this.upload?.url;
    if (!url || url === this.url) return;
    this.url = url;
    this.release();
    this.release = claim(url);
    this.dispatchEvent(new Event("located"));
  }

  private progress(bytes: number): void {
    if (this.state === "paused") return;
    this.sent = bytes;
    this.lastSign = performance.now();
    this.speedometer.note(bytes, performance.now());
    if (this.state !== "sending") this.become("sending");
  }

  private accept(bytes: number): void {
    this.tries = 0;
    this.sent = bytes;
    this.dispatchEvent(new Event("accepted"));
  }

  private finish(): void {
    this.sent = this.about.size;
    this.speedometer.stop();
    this.become("sent");
  }

  private async fail(error: Error | DetailedError): Promise<void> {
    const answer = error instanceof DetailedError ? error.originalResponse : null;
    const status = answer?.getStatus() ?? 0;
    this.speedometer.stop();
    if (status >= 400 && status < 500 && !PASSING.includes(status)) return this.refuse(status, answer?.getBody() ?? "");
    if (!status && !(await isReadable(this.file))) return this.lose();
    if (this.state !== "paused") this.retryLater();
  }

  private refuse(status: number, body: string): void {
    this.detail = problem(status, body, word("queue.refused", { status })).detail;
    this.become("refused");
  }

  /** The file was moved or changed under us; the person has to point to it again. */
  private lose(): void {
    this.file = undefined;
    this.upload = undefined;
    this.become("lost");
  }

  private retryLater(): void {
    const seconds = Math.min(LONGEST_PAUSE_S, 2 ** this.tries++);
    this.nextTry = Date.now() + seconds * 1000;
    this.timer = window.setTimeout(() => this.retryNow(), seconds * 1000);
    this.become("retrying");
  }
}

function titleOf(name: string): string {
  return name.replace(/\.[^.]{1,5}$/, "") || name;
}

async function isReadable(file: File | undefined): Promise<boolean> {
  try {
    await file?.slice(0, 1).arrayBuffer();
    return true;
  } catch (error) {
    if (error instanceof DOMException) return false;
    throw error;
  }
}
