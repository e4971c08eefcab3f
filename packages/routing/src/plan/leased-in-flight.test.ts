import { describe, expect, it } from "vitest";
import { UsageLedger } from "../limits/usage-ledger.ts";
import { localMemory } from "../state/state-memory.ts";
import { RouteBench } from "../testing/route-bench.ts";
import { tableOf, upstreamOf } from "../testing/tables.ts";

/** One upstream of 4 places, which gateways share; `lease` says what is this one's. */
function sharing() {
  const ledger = new UsageLedger(localMemory, true);
  const bench = new RouteBench(tableOf([upstreamOf("a", { maxInFlight: 4 })]), 1, ledger);
  const { inFlightShare } = bench.state.upstreamUsage(0);
  const lease = (places: number, moreToCome: boolean): void => {
    inFlightShare.allowance = places;
    inFlightShare.moreToCome = moreToCome;
  };
  return { bench, lease, inFlightShare };
}

describe("an upstream's max_in_flight of which a gateway has leased a part", () => {
  it("lets in as many as are leased, and one more for each that ends", () => {
    const { bench, lease } = sharing();
    lease(2, false);
    const tickets = [bench.begin("a"), bench.begin("a")];
    expect(bench.ask().kind).toBe("none");
    bench.end(tickets[0]!);
    expect(bench.first()).toBe("a");
  });

  it("is waited for, half a second, while gateways have not taken all of it, and asks for one place more", () => {
    const { bench, lease, inFlightShare } = sharing();
    lease(2, true);
    bench.begin("a");
    bench.begin("a");
    const why = "2 in flight of at most 4, and no more leased yet";
    expect(bench.ask()).toMatchObject({
      kind: "none",
      why: { kind: "none_available", retryAfterMs: 500, skipped: [{ name: "a", reason: "not_leased", why }] },
    });
    expect(inFlightShare.takeRefused()).toBe(1);
  });

  it("is full when the others have the rest, and nobody can know for how long", () => {
    const { bench, lease } = sharing();
    lease(1, false);
    bench.begin("a");
    const why = "1 in flight of at most 4, the rest in other gateways";
    expect(bench.ask()).toMatchObject({
      kind: "none",
      why: { kind: "none_available", retryAfterMs: null, skipped: [{ name: "a", reason: "max_in_flight", why }] },
    });
  });

  it("holds for an attempt that was decided on before the place was taken", () => {
    const { bench, lease } = sharing();
    lease(1, false);
    const ask = { inputTokens: 1, outputTokens: 1 };
    expect(bench.state.hasRoom(0, ask, bench.nowMs, bench.table)).toBe(true);
    bench.begin("a");
    expect(bench.state.hasRoom(0, ask, bench.nowMs, bench.table)).toBe(false);
  });
});
