import { nanoUsdPerUsd, type ScopeUsage, type UsageLedger } from "@meridian/routing";
import type { LeasedLimit, LeasedMeter } from "./leased-meter.ts";

/** Counts the requests in flight of a scope. */
class InFlightMeter implements LeasedMeter {
  readonly #scope: ScopeUsage;

  constructor(scope: ScopeUsage) {
    this.#scope = scope;
  }

  get share() {
    return this.#scope.inFlightShare;
  }

  usedAt(): number {
    return this.#scope.inFlight;
  }
}

/** Every limit that a gateway keeps, at the moment it is asked. */
export class LeasedLimits {
  readonly #ledger: UsageLedger;
  readonly #inFlight = new WeakMap<ScopeUsage, InFlightMeter>();

  constructor(ledger: UsageLedger) {
    this.#ledger = ledger;
  }

  *all(): Iterable<LeasedLimit> {
    for (const [scope, usage] of this.#ledger.scopes()) {
      const { requests, tokens, spend, limits } = usage;
      const { requestsPerMinute, tokensPerMinute, inFlight } = limits;
      if (requests && requestsPerMinute) yield { scope, kind: "requests", limit: requestsPerMinute, meter: requests };
      if (tokens && tokensPerMinute) yield { scope, kind: "tokens", limit: tokensPerMinute, meter: tokens };
      if (inFlight) yield { scope, kind: "inFlight", limit: inFlight, meter: this.#inFlightOf(usage) };
      if (spend && limits.spend) {
        yield { scope, kind: "spend", limit: Math.floor(limits.spend.amountUsd * nanoUsdPerUsd), meter: spend };
      }
    }
  }

  #inFlightOf(usage: ScopeUsage): InFlightMeter {
    let meter = this.#inFlight.get(usage);
    if (!meter) {
      meter = new InFlightMeter(usage);
      this.#inFlight.set(usage, meter);
    }
    return meter;
  }
}
