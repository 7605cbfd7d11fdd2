/** The player: a `<video>` with hls.js behind it and the look's controls below it. Nothing is shown as done before the media element says so. */
import { parse, type Facts } from "../grid/facts";
import { attribute, say } from "../markup";
import { json } from "../page/fetch";
import { ceiling } from "../playback/ceiling";
import { controls, turn, type Controls } from "../playback/controls";
import { obey, type PlayerWishes } from "../playback/keys";
import { attach, type Stream } from "../playback/stream";
import { Timeline } from "../playback/timeline";
import { clock } from "../quantities";
import { word, type WordKey } from "../words";

const MOST_RENEWALS = 3;

export class VideoPlayer extends HTMLElement implements PlayerWishes {
  static readonly observedAttributes = ["src", "poster", "label", "facts", "preparing"];

  private readonly parts: Controls = controls();
  private facts: Facts = parse(null);
  private timeline = new Timeline(this.facts, 0);
  private measured = -1;
  private stream: Stream | undefined;
  private playing = "";
  private renewals = 0;
  private scrubbing = false;
  private listening = new AbortController();

  connectedCallback(): void {
    this.replaceChildren(this.parts.player, this.parts.bar);
    this.listening = new AbortController();
    this.listen();
    this.dress();
    this.readFacts();
    this.load(0);
  }

  disconnectedCallback(): void {
    this.listening.abort();
    this.stream?.destroy();
    this.stream = undefined;
    this.playing = "";
  }

  attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    if (!this.isConnected || before === after) return;
    if (name === "facts") this.readFacts();
    else if (name === "src") this.load(this.currentTime);
    else if (name !== "preparing") this.dress();
  }

  get currentTime(): number {
    return this.parts.video.currentTime;
  }

  set currentTime(seconds: number) {
    this.parts.video.currentTime = Math.max(0, Math.min(seconds, this.duration || seconds));
  }

  get duration(): number {
    return this.timeline.duration;
  }

  get paused(): boolean {
    return this.parts.video.paused;
  }

  toggle(): void {
    const { video } = this.parts;
    if (!this.stream) return;
    // A play that a pause overtakes is no fault; the media element's events tell what came of it.
    if (video.paused) video.play().catch((error: unknown) => { if (!(error instanceof DOMException)) throw error; });
    else video.pause();
  }

  skip(seconds: number): void {
    this.currentTime += seconds;
  }

  louder(step: number): void {
    const { video } = this.parts;
    video.muted = false;
    video.volume = Math.max(0, Math.min(1, video.volume + step));
  }

  mute(): void {
    this.parts.video.muted = !this.parts.video.muted;
  }

  full(): void {
    if (document.fullscreenElement) void document.exitFullscreen();
    else void this.requestFullscreen();
  }

  captions(): void {
    const tracks = captionTracks(this.parts.video);
    const on = tracks.some(({ mode }) => mode === "showing");
    tracks.forEach((track, index) => { track.mode = !on && index === 0 ? "showing" : "hidden"; });
    this.drawTools();
  }

  private listen(): void {
    const { video, big, play, scrub, sound, captions, full } = this.parts;
    const options = { signal: this.listening.signal };
    const on = (target: EventTarget, names: string, act: (event: Event) => void): void =>
      names.split(" ").forEach((name) => target.addEventListener(name, act, options));
    on(play, "click", () => this.toggle());
    on(big, "click", () => this.toggle());
    on(video, "click", () => this.toggle());
    on(sound, "click", () => this.mute());
    on(captions, "click", () => this.captions());
    on(full, "click", () => this.full());
    on(scrub, "input", () => this.scrub());
    on(scrub, "change", () => { this.scrubbing = false; });
    on(video, "timeupdate seeking seeked loadedmetadata durationchange", () => this.drawTime());
    on(video, "play pause playing volumechange ended emptied", () => this.drawTools());
    on(video, "loadeddata resize", () => this.drawFace());
    on(video, "playing canplay", () => this.tell(""));
    on(video.textTracks, "addtrack removetrack", () => this.drawTools());
    on(this, "fullscreenchange", () => this.drawTools());
    on(document, "keydown", (event) => obey(event as KeyboardEvent, this));
    on(document, "seek", (event) => this.obeySeek(event as CustomEvent<{ time: number; player: string }>));
  }

  private obeySeek(event: CustomEvent<{ time: number; player: string }>): void {
    if (event.detail.player === this.id) this.currentTime = event.detail.time;
  }

  /** A fresh signature on the same path does not interrupt what plays; it is kept for when the old one ends. */
  private load(from: number): void {
    const src = this.getAttribute("src") ?? "";
    const path = src.split("?")[0] ?? "";
    if (path && path === this.playing && this.stream) return;
    this.stream?.destroy();
    this.stream = undefined;
    this.playing = path;
    this.parts.big.hidden = !src;
    this.parts.scrub.disabled = !src;
    this.parts.play.disabled = !src;
    this.tell(src ? "" : "player.not-yet");
    if (src) this.open(src, from);
  }

  private open(src: string, from: number): void {
    this.stream = attach(this.parts.video, src, { preparing: this.hasAttribute("preparing"), from }, {
      level: (width, height) => this.level(width, height),
      making: (waiting) => this.tell(waiting ? "player.waiting" : ""),
      expired: () => void this.renew(),
      offline: () => this.tell("player.no-connection"),
      failed: (reason) => this.fail(reason),
    });
    this.keepToMade();
  }

  /** The link has ended: whoever listens may bring a new one, else the asset is asked for it. */
  private async renew(): Promise<void> {
    const wish = new CustomEvent("link-expired", { bubbles: true, cancelable: true });
    const at = this.currentTime;
    const wasPlaying = !this.paused;
    this.playing = "";
    if (!this.dispatchEvent(wish)) return;
    const url = this.getAttribute("refresh-url");
    const asset = url && this.renewals++ < MOST_RENEWALS ? await json<{ playback: { hls: string } | null }>(url) : undefined;
    if (!asset?.playback) return this.tell("player.expired");
    this.setAttribute("src", asset.playback.hls);
    this.load(at);
    if (wasPlaying) this.toggle();
  }

  private fail(reason: string): void {
    this.tell("player.failed", { reason });
    this.dispatchEvent(new CustomEvent("player-error", { bubbles: true, detail: { message: reason } }));
  }

  private level(width: number, height: number): void {
    say(this.parts.rung, height ? `${Math.min(width, height)}p` : "");
    // The engine may name the level after the media has told that it has no picture.
    this.drawFace();
    this.dispatchEvent(new CustomEvent("level", { bubbles: true, detail: { width, height } }));
  }

  private readFacts(): void {
    this.facts = parse(this.getAttribute("facts"));
    this.measured = -1;
    this.keepToMade();
    this.drawTime();
  }

  private keepToMade(): void {
    const hls = this.stream?.hls;
    if (hls) hls.autoLevelCapping = ceiling(this.facts, hls.levels, this.currentTime);
  }

  private scrub(): void {
    this.scrubbing = true;
    this.currentTime = this.timeline.time(Number(this.parts.scrub.value));
  }

  private drawTime(): void {
    const { scrub, time, facts, video } = this.parts;
    this.measure(Number.isFinite(video.duration) ? video.duration : 0);
    const [now, position, length] = [video.currentTime, this.timeline.position(video.currentTime), this.timeline.length || 1];
    const text = word("player.at", { time: clock(now), duration: clock(this.duration) });
    attribute(scrub, "max", String(length));
    attribute(scrub, "aria-valuetext", text);
    if (!this.scrubbing) scrub.value = String(position);
    scrub.style.setProperty("--at", `${(100 * position) / length}%`);
    say(time, text);
    facts.hidden = !this.duration;
    this.keepToMade();
    this.dispatchEvent(new CustomEvent("timeupdate", { bubbles: true, detail: { time: now, duration: this.duration } }));
  }

  /** The scale changes with the facts and the media's length, not with each tick of time. */
  private measure(seconds: number): void {
    if (this.measured !== seconds) this.timeline = new Timeline(this.facts, seconds);
    this.measured = seconds;
  }

  private drawTools(): void {
    const { video, play, big, sound, captions, full } = this.parts;
    turn(play, video.paused ? "player.play" : "player.pause", video.paused ? "play" : "pause");
    big.hidden = !video.paused || !this.stream;
    turn(sound, video.muted ? "player.unmute" : "player.mute", video.muted ? "mute" : "sound");
    const tracks = captionTracks(video);
    const on = tracks.some(({ mode }) => mode === "showing");
    captions.hidden = !tracks.length;
    captions.setAttribute("aria-pressed", String(on));
    turn(captions, on ? "player.captions.off" : "player.captions.on", "cc");
    const isFull = document.fullscreenElement === this;
    turn(full, isFull ? "player.unfull" : "player.full", isFull ? "shrink" : "full");
  }

  /** Sound alone shows its poster, or a quiet surface with the sign of sound. */
  private drawFace(): void {
    const { video, face } = this.parts;
    const soundOnly = video.readyState > 0 && video.videoWidth === 0;
    face.hidden = !soundOnly || this.hasAttribute("poster");
    if (soundOnly) say(this.parts.rung, word("player.sound"));
  }

  private dress(): void {
    const { video } = this.parts;
    const [poster, name] = [this.getAttribute("poster"), this.getAttribute("label")];
    if (poster) attribute(video, "poster", poster);
    else video.removeAttribute("poster");
    if (name) attribute(video, "aria-label", name);
    this.drawFace();
  }

  private tell(key: WordKey | "", values: Record<string, string> = {}): void {
    const { say: line } = this.parts;
    say(line, key ? word(key, values) : "");
    line.hidden = !key;
  }
}

function captionTracks(video: HTMLVideoElement): TextTrack[] {
  return [...video.textTracks].filter(({ kind }) => kind === "captions" || kind === "subtitles");
}

customElements.define("video-player", VideoPlayer);
