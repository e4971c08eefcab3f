import {
  hearPrompts,
  PeerLoads,
  type RoutingState,
  type SentPrompt,
  SentPrompts,
  type UpstreamLoad,
} from "@meridian/routing";
import type { RouterHost } from "../simulation/simulated-router.ts";

/** As the gateway: how often it tells the others. */
const tellMs = 250;

/** What one of several simulated gateways tells the others, and hears of them as late as the way between them takes. */
export class GatewayNews {
  readonly sent = new SentPrompts();
  readonly #host: RouterHost;
  /** All of the simulation, this one included. */
  readonly #gateways: readonly GatewayNews[];
  readonly #beginsAtMs: number;
  readonly #heard = new PeerLoads();
  #state: RoutingState | null = null;

  constructor(host: RouterHost, gateways: readonly GatewayNews[], beginsAtMs: number) {
    this.#host = host;
    this.#gateways = gateways;
    this.#beginsAtMs = beginsAtMs;
  }

  start(state: RoutingState): void {
    this.#state = state;
    if (this.#host.regions.length > 1) this.#host.after(tellMs * this.#host.random(), (nowMs) => this.#tell(nowMs));
  }

  #tell(simulatedMs: number): void {
    const nowMs = this.#beginsAtMs + simulatedMs;
    const loads = [...(this.#state?.upstreams() ?? [])].map((state) => state.load(nowMs));
    const prompts = this.sent.take();
    for (const [index, other] of this.#gateways.entries()) {
      if (other === this) continue;
      const from = String(this.#host.gateway);
      const wayMs = this.#host.gatewayRoundTripMs[index]! / 2;
      this.#host.after(wayMs, (heardMs) => other.#hear(from, loads, prompts, heardMs));
    }
    this.#host.after(tellMs, (againMs) => this.#tell(againMs));
  }

  #hear(from: string, loads: readonly UpstreamLoad[], prompts: readonly SentPrompt[], simulatedMs: number): void {
    if (!this.#state) return;
    const nowMs = this.#beginsAtMs + simulatedMs;
    this.#heard.hear(from, loads, nowMs);
    this.#heard.settle(this.#state.upstreams(), nowMs);
    hearPrompts(prompts, this.#state.upstreams());
  }
}
