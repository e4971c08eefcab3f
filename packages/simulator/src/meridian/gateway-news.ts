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

/** Who has nothing new need not tell it again before: what was heard is believed for twice as long. */
const tellAgainMs = 1_000;

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
  #toldMs = Number.NEGATIVE_INFINITY;
  /** Something has changed since, or grows older. */
  #isNew = true;
  readonly #tellNow = (nowMs: number): void => this.#tell(nowMs);

  constructor(host: RouterHost, gateways: readonly GatewayNews[], beginsAtMs: number) {
    this.#host = host;
    this.#gateways = gateways;
    this.#beginsAtMs = beginsAtMs;
    this.#underway = host.regions.map(() => []);
  }

  start(state: RoutingState): void {
    this.#states = [...state.upstreams()];
    if (this.#host.regions.length > 1) this.#host.after(tellMs * this.#host.random(), this.#tellNow);
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
    this.#isNew = true;
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

  /** As often as a gateway does, but for what the others know already: a third of the three regions' messages. */
  #tell(simulatedMs: number): void {
    this.#host.after(tellMs, this.#tellNow);
    if (!this.#isNew && simulatedMs - this.#toldMs < tellAgainMs) return;
    this.#toldMs = simulatedMs;
    const message = { loads: this.#loads(this.#beginsAtMs + simulatedMs), prompts: this.sent.take() };
    for (const [index, other] of this.#gateways.entries())
      if (other !== this)
        other.#comes(this.#host.gateway, message, simulatedMs + this.#host.gatewayRoundTripMs[index]! / 2);
  }

  #loads(nowMs: number): readonly UpstreamLoad[] {
    const loads: UpstreamLoad[] = [];
    this.#isNew = false;
    for (let index = 0; index < this.#states.length; index++) {
      let load = this.#told[index];
      // Most have not changed within 250 ms, and only who waits grows older by itself.
      if (!load || load.oldestWaitMs >= 0) this.#told[index] = load = this.#states[index]!.load(nowMs);
      if (load.oldestWaitMs >= 0) this.#isNew = true;
      if (load.inFlight > 0) loads.push(load);
    }
    return loads;
  }

  #comes(from: number, { loads, prompts }: Message, heardMs: number): void {
    this.#underway[from]!.push({ loads, prompts, heardMs });
    this.#nextMs = Math.min(this.#nextMs, heardMs);
  }
}
