/** One event stream for all tabs: the tab that holds the lock listens and tells the others. */

/** What the server says about one asset. */
export interface News {
  id: string;
  status: string;
  progress: number;
}

/** The status of what is no longer shown; the server has nothing more to tell of it. */
export const DELETED = "deleted";

export interface Listener {
  news(news: News): void;
  /** Whether the stream stands; while it does not, the page is polled. */
  live(standing: boolean): void;
}

const REOPEN_MS = 15_000;
const GRACE_MS = 5_000;

/** Listens until `signal` aborts. Without locks (http that is not localhost) each tab has its own stream. */
export function listen(url: string, listener: Listener, signal: AbortSignal): void {
  const channel = new BroadcastChannel(`vidarium:${url}`);
  channel.onmessage = (event: MessageEvent<{ news?: News; live?: boolean }>) => {
    if (event.data.news) listener.news(event.data.news);
    if (event.data.live !== undefined) listener.live(event.data.live);
  };
  signal.addEventListener("abort", () => channel.close());
  const told: Listener = {
    news: (news) => { listener.news(news); channel.postMessage({ news }); },
    live: (live) => { listener.live(live); channel.postMessage({ live }); },
  };
  if (navigator.locks) void lead(url, told, signal);
  else void stream(url, told, signal);
}

async function lead(url: string, listener: Listener, signal: AbortSignal): Promise<void> {
  try {
    await navigator.locks.request(`vidarium:${url}`, { signal }, () => stream(url, listener, signal));
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

/** Keeps a stream open, and opens another when the browser has given one up; ends with the signal. */
async function stream(url: string, listener: Listener, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await one(url, listener, signal);
    if (!signal.aborted) await pause(REOPEN_MS, signal);
  }
}

function one(url: string, listener: Listener, signal: AbortSignal): Promise<void> {
  return new Promise((ended) => {
    const source = new EventSource(url);
    let lost = window.setTimeout(() => listener.live(false), GRACE_MS);
    const end = (): void => { window.clearTimeout(lost); source.close(); ended(); };
    source.onopen = () => { window.clearTimeout(lost); listener.live(true); };
    source.addEventListener("asset", (event: MessageEvent<string>) => listener.news(JSON.parse(event.data) as News));
    source.onerror = () => {
      window.clearTimeout(lost);
      if (source.readyState === EventSource.CLOSED) { listener.live(false); end(); }
      else lost = window.setTimeout(() => listener.live(false), GRACE_MS);
    };
    signal.addEventListener("abort", end, { once: true });
  });
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    const timer = window.setTimeout(done, milliseconds);
    signal.addEventListener("abort", () => { window.clearTimeout(timer); done(); }, { once: true });
  });
}
