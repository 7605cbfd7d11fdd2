/** Putting an HLS stream on a `<video>`: hls.js where it can, the browser itself where it can't (asked in that order:
 *  desktop Chromium says "maybe" to HLS and then plays it worse). Patient with cells that are still being made. */
import Hls, { ErrorDetails, ErrorTypes, Events, type ErrorData, type HlsConfig, type LoadPolicy } from "hls.js";

export interface StreamEvents {
  /** The rendition on screen. */
  level(width: number, height: number): void;
  /** Something that the viewer waits for is being made (true), or has come (false). */
  making(waiting: boolean): void;
  expired(): void;
  /** No connection; it goes on by itself. */
  offline(): void;
  failed(reason: string): void;
}

export interface Stream {
  readonly hls: Hls | undefined;
  destroy(): void;
}

/** A cell that can't be made within the edge's bound answers 503 with Retry-After; asking again is the right answer to that. */
const PATIENT: LoadPolicy = {
  default: {
    maxTimeToFirstByteMs: 30_000,
    maxLoadTimeMs: 120_000,
    timeoutRetry: { maxNumRetry: 8, retryDelayMs: 0, maxRetryDelayMs: 0 },
    errorRetry: { maxNumRetry: 60, retryDelayMs: 1000, maxRetryDelayMs: 4000, backoff: "linear" },
  },
};
/** Bits a second that a desk's line is taken for until it is measured: a made film begins sharp. */
const DESK_BITS = 5_000_000;
const GONE = [401, 403, 404, 410];

function settings(preparing: boolean, from: number): Partial<HlsConfig> {
  return {
    enableWorker: false, // fMP4 needs no transmuxing worth a worker, and the policy stays simple
    ...(preparing ? { startLevel: 0 } : { startLevel: -1, testBandwidth: false, abrEwmaDefaultEstimate: DESK_BITS }),
    ...(from > 0 && { startPosition: from }),
    fragLoadPolicy: PATIENT,
    playlistLoadPolicy: PATIENT,
    manifestLoadPolicy: PATIENT,
    capLevelToPlayerSize: false,
    backBufferLength: 60,
  };
}

/** Attaches `src` and begins at `from` seconds. */
export function attach(video: HTMLVideoElement, src: string, { preparing, from }: { preparing: boolean; from: number }, events: StreamEvents): Stream {
  if (!Hls.isSupported()) return native(video, src, from, events);
  const hls = new Hls(settings(preparing, from));
  hls.on(Events.LEVEL_SWITCHED, (_, { level }) => events.level(hls.levels[level]?.width ?? 0, hls.levels[level]?.height ?? 0));
  const repair = repairs(hls);
  hls.on(Events.ERROR, (_, data) => handle(hls, data, repair, events));
  hls.on(Events.FRAG_LOADED, () => events.making(false));
  hls.loadSource(src);
  hls.attachMedia(video);
  return { hls, destroy: () => hls.destroy() };
}

/** Tries to go on after a fault of the decoder; says whether another try was left. */
function repairs(hls: Hls): () => boolean {
  let left = 3;
  return () => {
    if (left > 0) hls.recoverMediaError();
    return left-- > 0;
  };
}

function handle(hls: Hls, data: ErrorData, repair: () => boolean, events: StreamEvents): void {
  const status = data.response?.code ?? 0;
  if (status === 503) events.making(true);
  if (!data.fatal) return;
  if (GONE.includes(status)) events.expired();
  else if (data.type === ErrorTypes.NETWORK_ERROR && !navigator.onLine) waitForLine(hls, events);
  else if (!isRepairable(data) || !repair()) events.failed(data.details);
}

function waitForLine(hls: Hls, events: StreamEvents): void {
  events.offline();
  addEventListener("online", () => hls.startLoad(), { once: true });
}

function isRepairable(data: ErrorData): boolean {
  return data.type === ErrorTypes.MEDIA_ERROR && data.details !== ErrorDetails.MANIFEST_INCOMPATIBLE_CODECS_ERROR;
}

function native(video: HTMLVideoElement, src: string, from: number, events: StreamEvents): Stream {
  const listening = new AbortController();
  const options = { signal: listening.signal };
  video.addEventListener("loadedmetadata", () => { if (from > 0) video.currentTime = from; }, options);
  video.addEventListener("resize", () => events.level(video.videoWidth, video.videoHeight), options);
  video.addEventListener("error", () => void expiredOrFailed(src, video.error?.message ?? "", events), options);
  video.src = src;
  return { hls: undefined, destroy: () => { listening.abort(); video.removeAttribute("src"); video.load(); } };
}

async function expiredOrFailed(src: string, reason: string, events: StreamEvents): Promise<void> {
  const status = await fetch(src, { method: "HEAD" }).then((answer) => answer.status, () => 0);
  if (GONE.includes(status)) events.expired();
  else events.failed(reason);
}
