import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type LastHeard, localShare } from "./local-share.ts";

const heard: LastHeard = { kind: "spend", limit: 100, held: 30, heldByOthers: 50, gateways: 2, lostForMs: 0 };

describe("the local share of a limit while Redis is gone", () => {
  it("of a spend limit is the lease and an equal part of what nobody held, for as long as it lasts", () => {
    expect(localShare(heard)).toBe(40);
    expect(localShare({ ...heard, lostForMs: 86_400_000 })).toBe(40);
  });

  it("of a limit a minute is at first no more than that, and the equal part a minute later", () => {
    expect(localShare({ ...heard, kind: "requests" })).toBe(40);
    expect(localShare({ ...heard, kind: "requests", held: 80, heldByOthers: 10 })).toBe(50);
    expect(localShare({ ...heard, kind: "requests", lostForMs: 60_000 })).toBe(50);
  });

  it("lets one through where the limit is smaller than the number of gateways", () => {
    expect(localShare({ ...heard, kind: "inFlight", limit: 2, held: 0, heldByOthers: 2, gateways: 5 })).toBe(0);
    expect(localShare({ ...heard, kind: "inFlight", limit: 2, gateways: 5, lostForMs: 60_000 })).toBe(1);
  });

  it("never adds up to more than the limit over gateways that heard the same", () => {
    const kinds = fc.constantFrom<LastHeard["kind"]>("requests", "tokens", "spend", "inFlight");
    const holdings = fc.array(fc.nat(1_000), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(kinds, holdings, fc.nat(5_000), fc.nat(120_000), (kind, held, unheld, lostForMs) => {
        const sum = held.reduce((total, one) => total + one, 0);
        const limit = Math.max(held.length, sum + unheld);
        const shares = held.map((one) =>
          localShare({ kind, limit, held: one, heldByOthers: sum - one, gateways: held.length, lostForMs }),
        );
        expect(shares.reduce((total, one) => total + one, 0)).toBeLessThanOrEqual(limit);
      }),
    );
  });
});
