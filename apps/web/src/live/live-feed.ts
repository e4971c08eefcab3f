import type { TickFrame } from "@meridian/live-protocol";
import { type ConnectionState, type ConnectionWorld, GatewayConnection } from "./gateway-connection.ts";

export type FeedGateway = { readonly name: string; readonly liveUrl: string; readonly alive: boolean };

/** How the feed stands: `of` gateways should be heard, `live` are. */
export type FeedState = {
  readonly kind: "connecting" | "live" | "partial" | "reconnecting" | "no_gateway";
  readonly live: number;
  readonly of: number;
};

export type FeedWorld = Omit<ConnectionWorld, "ticket"> & {
  /** A ticket for one socket, and the gateways there are now. Throws when the workspace cannot be reached. */
  readonly askForTicket: () => Promise<{ readonly ticket: string; readonly gateways: readonly FeedGateway[] }>;
};

export type FeedEvents = {
  readonly onTick: (tick: TickFrame) => void;
  readonly onState: (state: FeedState) => void;
  readonly onGap: () => void;
};

/** How often to look whether gateways came or went. */
const lookEveryMs = 15_000;

/** Hears every gateway of an environment at once; follows as gateways come and go. */
export class LiveFeed {
  readonly #world: FeedWorld;
  readonly #events: FeedEvents;
  readonly #connections = new Map<string, GatewayConnection>();
  #running = false;
  #looked = false;
  #cancelLook: (() => void) | null = null;

  constructor(world: FeedWorld, events: FeedEvents) {
    this.#world = world;
    this.#events = events;
  }

  start(): void {
    if (this.#running) return;
    this.#running = true;
    void this.#look();
  }

  stop(): void {
    this.#running = false;
    this.#cancelLook?.();
    for (const connection of this.#connections.values()) connection.stop();
    this.#connections.clear();
  }

  async #look(): Promise<void> {
    try {
      const { gateways } = await this.#world.askForTicket();
      if (!this.#running) return;
      this.#follow(new Set(gateways.filter(({ alive }) => alive).map(({ liveUrl }) => liveUrl)));
      this.#looked = true;
    } catch {
      // What is connected stays; the next look may succeed.
    }
    if (!this.#running) return;
    this.#tell();
    this.#cancelLook = this.#world.after(this.#looked ? lookEveryMs : 2_000, () => void this.#look());
  }

  #follow(urls: ReadonlySet<string>): void {
    for (const [url, connection] of this.#connections) {
      // A gateway whose feed is live is alive, whatever the list says.
      if (urls.has(url) || connection.state === "live") continue;
      this.#connections.delete(url);
      connection.stop();
    }
    for (const url of urls) {
      if (this.#connections.has(url)) continue;
      const connection = new GatewayConnection(
        url,
        { ...this.#world, ticket: async () => (await this.#world.askForTicket()).ticket },
        { onTick: this.#events.onTick, onGap: this.#events.onGap, onState: () => this.#tell() },
      );
      this.#connections.set(url, connection);
      connection.start();
    }
  }

  #tell(): void {
    const states = [...this.#connections.values()].map(({ state }) => state);
    const live = states.filter((state) => state === "live").length;
    this.#events.onState({ kind: this.#looked ? kindOf(states, live) : "connecting", live, of: states.length });
  }
}

function kindOf(states: readonly ConnectionState[], live: number): FeedState["kind"] {
  if (states.length === 0) return "no_gateway";
  if (live === states.length) return "live";
  if (live > 0) return "partial";
  return states.includes("reconnecting") ? "reconnecting" : "connecting";
}
