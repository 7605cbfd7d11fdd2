/** The line of files: what is sent now, what waits, what outlived a reload, and what became of those that arrived. */
import { parse, type Facts } from "../grid/facts";
import { json } from "../page/fetch";
import { word } from "../words";
import type { Dropped } from "./dropped";
import { fileOf, handleOf, keepHandle, Memory, sendingElsewhere, type Remembered } from "./memory";
import { Transfer } from "./transfer";

export interface Addresses {
  endpoint: string;
  upload(id: string): string;
  facts(asset: string): string;
}

interface UploadFacts {
  offset: number;
  length: number;
  asset_id: string;
}

/** Dispatches `change` whenever something is to be drawn anew, and `done` (`detail`: the transfer) for each file that arrived. */
export class Line extends EventTarget {
  readonly transfers: Transfer[] = [];
  private readonly addresses: Addresses;
  private readonly memory: Memory;
  private readonly parallel: number;

  constructor(addresses: Addresses, scope: string, parallel: number) {
    super();
    this.addresses = addresses;
    this.memory = new Memory(scope);
    this.parallel = parallel;
  }

  /** Files join the line; a file that was begun before goes on where the server has it. */
  add(files: Dropped[]): void {
    for (const { file, handle } of files) {
      const known = this.transfers.find((transfer) => transfer.isOpen && transfer.matches(file));
      if (known && known.state !== "lost") continue;
      const transfer = known ?? this.join(new Transfer(file, this.addresses.endpoint, file, lookedAt()));
      if (handle) transfer.handle = handle;
      if (handle && transfer.url) keepHandle(transfer.url, handle);
      if (known) known.wait(file);
    }
    this.advance();
  }

  /** The file a person chose for one unfinished upload; another one is not taken in its place. */
  addFor(transfer: Transfer, file: File): void {
    if (transfer.matches(file)) return this.add([{ file }]);
    transfer.detail = word("queue.other-file", { name: transfer.about.name });
    this.changed();
  }

  /** Reads what was unfinished when the page was left, and asks the server how far it came. */
  async recall(): Promise<void> {
    const elsewhere = await sendingElsewhere();
    await Promise.all(this.memory.all().filter(({ url }) => !elsewhere.has(url)).map((upload) => this.restore(upload)));
    this.advance();
  }

  advance(): void {
    const busy = this.transfers.filter(({ isSending }) => isSending).length;
    const next = this.transfers.filter(({ state }) => state === "waiting").slice(0, Math.max(0, this.parallel - busy));
    for (const transfer of next) transfer.start();
    this.changed();
  }

  pauseAll(): void {
    // Those that wait first, or each pause would let one of them begin.
    for (const transfer of this.transfers.filter(({ state }) => state === "waiting")) transfer.pause();
    for (const transfer of this.transfers.filter(({ isSending }) => isSending)) transfer.pause();
  }

  resumeAll(): void {
    for (const transfer of this.transfers) if (transfer.state === "paused") transfer.wait();
    this.advance();
  }

  /** The connection is back: those who wait for it need not wait out their pause. */
  reconnect(): void {
    for (const transfer of this.transfers) transfer.retryNow();
  }

  disconnect(): void {
    for (const transfer of this.transfers) transfer.interrupt();
  }

  /** To be called now and then. */
  watch(): void {
    for (const transfer of this.transfers) transfer.interruptIfStill();
  }

  remove(transfer: Transfer): void {
    transfer.cancel();
    if (transfer.url) this.memory.forget(transfer.url);
    this.transfers.splice(this.transfers.indexOf(transfer), 1);
    this.advance();
  }

  clearDone(): void {
    for (const transfer of this.transfers.filter(isOver)) this.transfers.splice(this.transfers.indexOf(transfer), 1);
    this.changed();
  }

  /** Goes on with a file that was dropped before the reload. */
  async goOn(transfer: Transfer, mayAsk = true): Promise<void> {
    const file = transfer.handle && (await fileOf(transfer.handle, mayAsk));
    if (file) this.addFor(transfer, file);
  }

  /** Reads what has become of a file that arrived. */
  async follow(transfer: Transfer): Promise<void> {
    transfer.asset ??= await this.assetOf(transfer);
    const facts = transfer.asset && (await json<Facts>(this.addresses.facts(transfer.asset)));
    if (facts) transfer.facts = parse(JSON.stringify(facts));
    this.changed();
  }

  private join(transfer: Transfer): Transfer {
    transfer.addEventListener("change", () => this.changedOne(transfer));
    transfer.addEventListener("located", () => void this.located(transfer));
    transfer.addEventListener("accepted", () => this.keep(transfer));
    this.transfers.push(transfer);
    return transfer;
  }

  private changedOne(transfer: Transfer): void {
    if (transfer.state === "sent") this.arrived(transfer);
    if (transfer.state === "refused" && transfer.url) this.memory.forget(transfer.url);
    if (!transfer.isSending) this.advance();
    else this.changed();
  }

  private arrived(transfer: Transfer): void {
    if (transfer.url) this.memory.forget(transfer.url);
    this.dispatchEvent(new CustomEvent("done", { detail: transfer }));
    void this.follow(transfer);
  }

  private async located(transfer: Transfer): Promise<void> {
    this.keep(transfer);
    if (transfer.handle && transfer.url) keepHandle(transfer.url, transfer.handle);
    transfer.asset = await this.assetOf(transfer);
    this.keep(transfer);
  }

  private keep(transfer: Transfer): void {
    const { url, about, sent, asset, isOpen } = transfer;
    if (!url || !isOpen || !this.transfers.includes(transfer)) return;
    this.memory.keep({ url, name: about.name, size: about.size, lastModified: about.lastModified, sent, ...(asset && { asset }) });
  }

  private async restore(upload: Remembered): Promise<void> {
    const known = await json<UploadFacts>(this.addresses.upload(idOf(upload.url)));
    // An upload that the server no longer knows has expired or was finished; while it can't be asked we go by what we noted.
    if (!known && navigator.onLine) return this.memory.forget(upload.url);
    const transfer = this.join(new Transfer(upload, this.addresses.endpoint));
    transfer.url = upload.url;
    transfer.asset = known?.asset_id ?? upload.asset;
    transfer.sent = known?.offset ?? upload.sent;
    transfer.handle = await handleOf(upload.url);
    if (known && known.offset >= known.length) return this.arriveUnseen(transfer);
    if (transfer.handle) await this.goOn(transfer, false);
  }

  /** The last byte arrived while nobody looked. */
  private arriveUnseen(transfer: Transfer): void {
    transfer.state = "sent";
    this.arrived(transfer);
  }

  private async assetOf(transfer: Transfer): Promise<string | undefined> {
    if (!transfer.url) return undefined;
    return (await json<UploadFacts>(this.addresses.upload(idOf(transfer.url))))?.asset_id;
  }

  private changed(): void {
    this.dispatchEvent(new Event("change"));
  }
}

export function isOver({ state, facts }: Transfer): boolean {
  return state === "refused" || (state === "sent" && (facts?.status === "ready" || facts?.status === "failed"));
}

/** The collection that the page shows: what is dropped on it lands there. */
function lookedAt(): string | undefined {
  return document.querySelector<HTMLElement>("[data-upload-into]")?.dataset.uploadInto;
}

/** The upload's id is the last part of its address. */
function idOf(url: string): string {
  return new URL(url, location.href).pathname.split("/").findLast(Boolean) ?? "";
}

