import {
  hearPrompts,
  PeerLoads,
  type RoutingState,
  type SentPrompt,
  SentPrompts,
  type UpstreamLoad,
  type UpstreamState,
} from "@meridian/routing";
import type { RouterHost } from "../simulation/simulated-router.ts";

/** As the gateway: how often it tells the others. */
const tellMs = 250;

type Message = { readonly loads: readonly UpstreamLoad[]; readonly prompts: readonly SentPrompt[] };

/** On its way from one other gateway; `heardMs`: when it is there, simulated ms. */
type Underway = Message & { readonly heardMs: number };

/**
 * What one of several simulated gateways tells the others, and hears of them as late as the way between them takes. What
 * has come is taken in when it matters to somebody: of what is not looked at only the last would count.
 */
export class GatewayNews {
  readonly sent = new SentPrompts();
  readonly #host: RouterHost;
  /** All of the simulation, this one included. */
  readonly #gateways: readonly GatewayNews[];
  readonly #beginsAtMs: number;
  readonly #heard = new PeerLoads();
  /** From each gateway, in their order. */
  readonly #underway: readonly Underway[][];
  /** Nothing comes before. */
  #nextMs = Number.POSITIVE_INFINITY;
  /** By index of the table. */
  #states: readonly UpstreamState[] = [];
  /** What was told last of each; null: it has changed since. */
  readonly #told: (UpstreamLoad | null)[] = [];

  constructor(host: RouterHost, gateways: readonly GatewayNews[], beginsAtMs: number) {
    this.#host = host;
    this.#gateways = gateways;
    this.#beginsAtMs = beginsAtMs;
    this.#underway = host.regions.map(() => []);
  }

  start(state: RoutingState): void {
    this.#states = [...state.upstreams()];
    if (this.#host.regions.length > 1) this.#host.after(tellMs * this.#host.random(), (nowMs) => this.#tell(nowMs));
  }

  /** Takes in what has come by now, in its order: to be called before the state is looked at, or learns. */
  catchUp(simulatedMs: number): void {
    if (simulatedMs < this.#nextMs) return;
    const prompts: SentPrompt[] = [];
    let heardMs = 0;
    for (let from = this.#nextFrom(); this.#nextMs <= simulatedMs; from = this.#nextFrom()) {
      const message = this.#underway[from]!.shift()!;
      heardMs = message.heardMs;
      this.#heard.hear(String(from), message.loads, this.#beginsAtMs + heardMs);
      for (const prompt of message.prompts) prompts.push(prompt);
    }
    this.#heard.settle(this.#states, this.#beginsAtMs + heardMs);
    hearPrompts(prompts, this.#states);
  }

  /** To be called when an upstream's state changes: what it has in flight is different. */
  changed(upstream: number): void {
    this.#told[upstream] = null;
  }

  /** Whose message comes next; when is in `#nextMs`. */
  #nextFrom(): number {
    let next = -1;
    this.#nextMs = Number.POSITIVE_INFINITY;
    for (let from = 0; from < this.#underway.length; from++) {
      const message = this.#underway[from]![0];
      if (!message || message.heardMs >= this.#nextMs) continue;
      this.#nextMs = message.heardMs;
      next = from;
    }
    return next;
  }

  #tell(simulatedMs: number): void {
    const nowMs = this.#beginsAtMs + simulatedMs;
    const loads: UpstreamLoad[] = [];
    for (let index = 0; index < this.#states.length; index++) {
      let load = this.#told[index];
      // Most have not changed within 250 ms, and only who waits grows older by itself: 1 of 12 is made out anew.
      if (!load || load.oldestWaitMs >= 0) this.#told[index] = load = this.#states[index]!.load(nowMs);
      if (load.inFlight > 0) loads.push(load);
    }
    const message = { loads, prompts: this.sent.take() };
    for (const [index, other] of this.#gateways.entries())
      if (other !== this)
        other.#comes(this.#host.gateway, message, simulatedMs + this.#host.gatewayRoundTripMs[index]! / 2);
    this.#host.after(tellMs, (againMs) => this.#tell(againMs));
  }

  #comes(from: number, { loads, prompts }: Message, heardMs: number): void {
    this.#underway[from]!.push({ loads, prompts, heardMs });
    this.#nextMs = Math.min(this.#nextMs, heardMs);
  }
}
