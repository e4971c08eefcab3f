import { liveSubprotocol, parseLiveFrame, type TickFrame } from "@meridian/live-protocol";
import { backOffMs } from "./back-off.ts";

/** The part of a browser's WebSocket that is used here. */
export type LiveSocket = {
  onopen: (() => void) | null;
  onmessage: ((event: { readonly data: unknown }) => void) | null;
  onclose: (() => void) | null;
  send(text: string): void;
  close(): void;
};

export type ConnectionState = "connecting" | "live" | "reconnecting" | "stopped";

/** What the connection needs of the world; replaced in tests. */
export type ConnectionWorld = {
  readonly openSocket: (url: string, subprotocol: string) => LiveSocket;
  /** A fresh ticket: each opens one socket. */
  readonly ticket: () => Promise<string>;
  /** Runs `run` once after `ms`; gives back how to call it off. */
  readonly after: (ms: number, run: () => void) => () => void;
  readonly random: () => number;
};

export type ConnectionEvents = {
  readonly onTick: (tick: TickFrame) => void;
  readonly onState: (state: ConnectionState) => void;
  /** Ticks may have been missed: history has what they said. Also called when the first socket opens. */
  readonly onGap: () => void;
};

/** A gateway ticks once a second; one that is silent for this long is taken for gone. */
const silenceMs = 6_000;

/**
 * Keeps one gateway's live feed open: ticket, subscribe, ticks; and again with back-off when it ends. A subscription that has
 * lasted its time is followed by the next at once, and stays `live` meanwhile.
 */
export class GatewayConnection {
  readonly #url: string;
  readonly #world: ConnectionWorld;
  readonly #events: ConnectionEvents;
  #state: ConnectionState = "stopped";
  #socket: LiveSocket | null = null;
  #sequence: number | null = null;
  #failures = 0;
  /** Counts connects, so that one whose ticket comes after it was given up opens nothing. */
  #connects = 0;
  #cancelTimer: (() => void) | null = null;

  constructor(url: string, world: ConnectionWorld, events: ConnectionEvents) {
    this.#url = url;
    this.#world = world;
    this.#events = events;
  }

  start(): void {
    if (this.#state !== "stopped") return;
    this.#enter("connecting");
    void this.#connect();
  }

  stop(): void {
    this.#enter("stopped");
    this.#timer(null);
    this.#drop();
  }

  get state(): ConnectionState {
    return this.#state;
  }

  async #connect(): Promise<void> {
    const connect = ++this.#connects;
    const givenUp = (): boolean => this.#state === "stopped" || connect !== this.#connects;
    let ticket: string;
    try {
      ticket = await this.#world.ticket();
    } catch {
      if (!givenUp()) this.#retry();
      return;
    }
    if (givenUp()) return;
    let socket: LiveSocket;
    try {
      socket = this.#world.openSocket(this.#url, liveSubprotocol);
    } catch {
      this.#retry();
      return;
    }
    this.#socket = socket;
    this.#sequence = null;
    this.#watchSilence();
    socket.onopen = () => socket.send(JSON.stringify({ type: "subscribe", ticket }));
    socket.onmessage = ({ data }) => this.#receive(socket, data);
    socket.onclose = () => {
      if (socket === this.#socket) this.#retry();
    };
  }

  #receive(socket: LiveSocket, data: unknown): void {
    const frame = typeof data === "string" ? parseLiveFrame(data) : null;
    if (frame === null || socket !== this.#socket) return;
    if (frame.type === "error") {
      // One that ended before it told anything is no renewal: at once, it would be a storm.
      if (frame.code === "subscription_ended" && this.#sequence !== null) this.#renew();
      else this.#retry();
      return;
    }
    if (frame.type !== "tick") return;
    this.#watchSilence();
    const expected = this.#sequence === null ? null : this.#sequence + 1;
    this.#sequence = frame.sequence;
    if (this.#state !== "live") {
      this.#failures = 0;
      this.#enter("live");
    }
    this.#events.onTick(frame);
    if (frame.sequence !== expected) this.#events.onGap();
  }

  /** The next subscription follows this one. It is given as long as any silence before that is told to anybody. */
  #renew(): void {
    this.#drop();
    this.#watchSilence();
    void this.#connect();
  }

  #retry(): void {
    if (this.#state === "stopped") return;
    this.#connects++;
    this.#drop();
    this.#enter("reconnecting");
    this.#timer(
      this.#world.after(backOffMs(this.#failures, this.#world.random), () => {
        this.#failures += 1;
        void this.#connect();
      }),
    );
  }

  #watchSilence(): void {
    this.#timer(this.#world.after(silenceMs, () => this.#retry()));
  }

  #drop(): void {
    const socket = this.#socket;
    this.#socket = null;
    if (!socket) return;
    socket.onopen = null;
    socket.onmessage = null;
    socket.onclose = null;
    socket.close();
  }

  #timer(cancel: (() => void) | null): void {
    this.#cancelTimer?.();
    this.#cancelTimer = cancel;
  }

  #enter(state: ConnectionState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#events.onState(state);
  }
}
