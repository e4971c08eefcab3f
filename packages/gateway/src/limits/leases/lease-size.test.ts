import { describe, expect, it } from "vitest";
import { leaseAhead, type MeterPace } from "./lease-size.ts";

const idle: MeterPace = {
  kind: "requests",
  limit: 600,
  used: 0,
  perSecond: 0,
  need: 0,
  gateways: 3,
  starvedElsewhere: false,
};

describe("how much a gateway leases ahead", () => {
  it("is ready for a burst while idle: half of a limit between all gateways, and of a spend limit 1/128", () => {
    expect(leaseAhead(idle)).toBe(100);
    expect(leaseAhead({ ...idle, kind: "spend", limit: 3_840 })).toBe(10);
  });

  it("is at least one, however small the limit", () => {
    expect(leaseAhead({ ...idle, limit: 2 })).toBe(1);
  });

  it("is what is used in 2 s where that is more, and never less than what was lately refused", () => {
    expect(leaseAhead({ ...idle, perSecond: 90 })).toBe(180);
    expect(leaseAhead({ ...idle, kind: "tokens", need: 4_000 })).toBe(4_000);
  });

  it("of places in flight is a quarter of those in use where that is more, and nothing while another gateway starves", () => {
    const busy: MeterPace = { ...idle, kind: "inFlight", used: 500 };
    expect(leaseAhead(busy)).toBe(125);
    expect(leaseAhead({ ...busy, starvedElsewhere: true })).toBe(0);
  });

  it("is only what is used until the next exchange while another gateway starves, and nothing when idle", () => {
    expect(leaseAhead({ ...idle, perSecond: 100, starvedElsewhere: true })).toBe(30);
    expect(leaseAhead({ ...idle, starvedElsewhere: true })).toBe(0);
  });
});
