/** Unfinished uploads that outlive a reload: their addresses in local storage, handles of dropped files in IndexedDB. */

/** One unfinished upload of one member on this machine. */
export interface Remembered {
  url: string;
  name: string;
  size: number;
  lastModified: number;
  sent: number;
  asset?: string;
}

export class Memory {
  private readonly key: string;

  constructor(scope: string) {
    this.key = `vidarium.uploads.${scope}`;
  }

  all(): Remembered[] {
    return JSON.parse(localStorage.getItem(this.key) ?? "[]") as Remembered[];
  }

  keep(upload: Remembered): void {
    this.write([...this.all().filter(({ url }) => url !== upload.url), upload]);
  }

  forget(url: string): void {
    this.write(this.all().filter((upload) => upload.url !== url));
    void handles((store) => store.delete(url));
  }

  private write(uploads: Remembered[]): void {
    if (uploads.length) localStorage.setItem(this.key, JSON.stringify(uploads));
    else localStorage.removeItem(this.key);
  }
}

export function keepHandle(url: string, handle: FileSystemFileHandle): void {
  void handles((store) => store.put(handle, url));
}

export async function handleOf(url: string): Promise<FileSystemFileHandle | undefined> {
  return handles<FileSystemFileHandle | undefined>((store) => store.get(url));
}

/** Runs one request on the store of handles; undefined where the browser has no such store (private windows). */
function handles<T>(ask: (store: IDBObjectStore) => IDBRequest): Promise<T | undefined> {
  return new Promise((done) => {
    const opening = indexedDB.open("vidarium.uploads", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("handles");
    opening.onerror = () => done(undefined);
    opening.onsuccess = () => {
      const base = opening.result;
      const request = ask(base.transaction("handles", "readwrite").objectStore("handles"));
      request.onsuccess = () => { base.close(); done(request.result as T); };
      request.onerror = () => { base.close(); done(undefined); };
    };
  });
}

/** The file behind a handle, asking the person where the browser wants that; undefined when refused or gone. */
export async function fileOf(handle: FileSystemFileHandle, mayAsk: boolean): Promise<File | undefined> {
  type Asking = FileSystemFileHandle & Partial<Record<"queryPermission" | "requestPermission", (how: { mode: "read" }) => Promise<PermissionState>>>;
  const asking = handle as Asking;
  const allowed = (await asking.queryPermission?.({ mode: "read" })) === "granted"
    || (mayAsk && (await asking.requestPermission?.({ mode: "read" })) === "granted");
  if (!allowed) return undefined;
  return handle.getFile().catch((error: unknown) => { if (error instanceof DOMException) return undefined; throw error; });
}

/** Uploads that some tab is sending now. */
export async function sendingElsewhere(): Promise<Set<string>> {
  const held = (await navigator.locks?.query())?.held ?? [];
  return new Set(held.flatMap(({ name }) => (name?.startsWith("upload ") ? [name.slice(7)] : [])));
}

/** Marks an upload as this tab's until the returned function is called. */
export function claim(url: string): () => void {
  let release: () => void = () => undefined;
  const ended = new Promise<void>((done) => { release = done; });
  void navigator.locks?.request(`upload ${url}`, { ifAvailable: true }, () => ended);
  return () => release();
}
