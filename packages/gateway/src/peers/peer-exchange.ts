import { randomUUID } from "node:crypto";
import {
  hearPrompts,
  PeerLoads,
  type RoutingState,
  type SentPrompt,
  type SentPrompts,
  type StateLock,
  type UpstreamLoad,
  type UpstreamState,
} from "@meridian/routing";
import type { Logger } from "pino";
import type { PeerChannel } from "./peer-channel.ts";
import { type PeerMessage, readPeerMessage, writePeerMessage } from "./peer-message.ts";

const everyMs = 250;

/** How well gateways hear each other, for `/metrics`. */
export type PeerState = {
  /** Other gateways that were heard in the last 2 s. */
  readonly gateways: number;
  /** Those that spoke in the last 2 s and were not heard, because too many others are. */
  readonly unheardGateways: number;
  /** Messages since the process began. Not sent: Redis was gone, or slow. Not understood: too long, or of another version. */
  readonly sent: number;
  readonly unsent: number;
  readonly heard: number;
  readonly notUnderstood: number;
  /** Prompts that there was no room for in messages. */
  readonly promptsDropped: number;
  /** Prompts of messages that were not sent. */
  readonly promptsUnsent: number;
};

type Parts = {
  readonly channel: PeerChannel;
  readonly registry: {
    all(): Iterable<{ readonly state: Pick<RoutingState, "upstreams"> }>;
    readonly lock: StateLock;
  };
  /** Where the prompts gather that this gateway sends. */
  readonly sent: SentPrompts;
  /** Lets whoever serves know what was sent to the upstreams; this thread's own state unless given. */
  readonly heardPrompts?: ((prompts: readonly SentPrompt[]) => void) | undefined;
  readonly clock: () => number;
  readonly log: Logger;
};

/**
 * Tells the other gateways four times a second, in one message, what this one has in flight at which upstream and which
 * prompts it has sent there, and lays what they tell into the live state. Requests wait for none of it.
 */
export class PeerExchange {
  readonly #parts: Parts;
  readonly #me = randomUUID();
  readonly #loads = new PeerLoads();
  #timer: NodeJS.Timeout | null = null;
  #telling = false;
  #reached: boolean | null = null;
  #sent = 0;
  #unsent = 0;
  #promptsUnsent = 0;
  #heard = 0;
  #notUnderstood = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  get state(): PeerState {
    const [sent, unsent, heard, notUnderstood] = [this.#sent, this.#unsent, this.#heard, this.#notUnderstood];
    const { gateways, unheard: unheardGateways } = this.#loads;
    const [promptsDropped, promptsUnsent] = [this.#parts.sent.dropped, this.#promptsUnsent];
    return { gateways, unheardGateways, sent, unsent, heard, notUnderstood, promptsDropped, promptsUnsent };
  }

  async start(): Promise<void> {
    await this.#parts.channel.open((message) => this.#hear(message));
    this.#timer = setInterval(() => void this.turn(), everyMs);
  }

  stop(): void {
    if (this.#timer) clearInterval(this.#timer);
    this.#parts.channel.close();
  }

  /** Tells what there is to tell, and forgets who is gone. What a message could not be sent of is not sent later. */
  async turn(): Promise<void> {
    const { channel, sent } = this.#parts;
    const prompts = sent.take();
    const loads = this.#locked((nowMs) => {
      this.#loads.settle(this.#upstreams(), nowMs);
      return [...this.#upstreams()].filter(({ inFlight }) => inFlight > 0).map((upstream) => upstream.load(nowMs));
    });
    if (this.#telling) return this.#unsentWith(prompts);
    this.#telling = true;
    try {
      await channel.tell(writePeerMessage({ from: this.#me, loads, prompts }));
      this.#sent += 1;
      this.#note(true);
    } catch {
      this.#unsentWith(prompts);
      this.#note(false);
    } finally {
      this.#telling = false;
    }
  }

  #unsentWith(prompts: readonly SentPrompt[]): void {
    this.#unsent += 1;
    this.#promptsUnsent += prompts.length;
  }

  #hear(text: string | null): void {
    const message = text === null ? null : readPeerMessage(text);
    if (message?.from === this.#me) return;
    if (message) this.#take(message);
    else this.#notUnderstood += 1;
  }

  #take({ from, loads, prompts }: PeerMessage): void {
    const { heardPrompts } = this.#parts;
    const heard = this.#locked((nowMs) => {
      const took = this.#loads.hear(from, this.#ofOurs(loads), nowMs);
      this.#loads.settle(this.#upstreams(), nowMs);
      return took;
    });
    if (!heard) return;
    this.#heard += 1;
    if (prompts.length === 0) return;
    if (heardPrompts) heardPrompts(prompts);
    else hearPrompts(prompts, this.#upstreams());
  }

  /** What others have at upstreams that are not served here is not kept, nor what they say of one again: it has no bound. */
  #ofOurs(loads: readonly UpstreamLoad[]): readonly UpstreamLoad[] {
    if (loads.length === 0) return loads;
    const unsaid = new Set<number>();
    for (const { number } of this.#upstreams()) unsaid.add(number);
    return loads.filter(({ upstream }) => unsaid.delete(upstream));
  }

  *#upstreams(): Iterable<UpstreamState> {
    for (const { state } of this.#parts.registry.all()) yield* state.upstreams();
  }

  #locked<T>(work: (nowMs: number) => T): T {
    const { registry, clock } = this.#parts;
    registry.lock.take();
    try {
      return work(clock());
    } finally {
      registry.lock.release();
    }
  }

  /** Says once when the others cannot be told any more, and when they can again. */
  #note(reached: boolean): void {
    if (reached === this.#reached) return;
    const { log } = this.#parts;
    if (!reached) log.warn("Redis is gone: this gateway routes by its own requests alone");
    else if (this.#reached === false) log.info("Redis answers: gateways see each other's requests");
    this.#reached = reached;
  }
}
