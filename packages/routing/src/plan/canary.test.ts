import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CallerIdentity, Route } from "../routing-table.ts";
import { failed } from "../testing/outcomes.ts";
import { RouteBench } from "../testing/route-bench.ts";
import { tableOf, targetOf, upstreamOf } from "../testing/tables.ts";

const everybody: readonly CallerIdentity[] = [{ from: "user" }];

function tableWith(share: number, more: Partial<Route> = {}) {
  const upstreams = [upstreamOf("a"), upstreamOf("b"), upstreamOf("new", { tags: ["economy"] })];
  const targets = [targetOf(0, 1, 1), targetOf(1, 1, 1), targetOf(2, 1, 1)];
  const canary = { upstream: 2, share };
  return tableOf(upstreams, { policy: { kind: "round_robin" }, targets, canary, stickyKey: everybody, ...more });
}
const benchOf = (share: number, more?: Partial<Route>): RouteBench => new RouteBench(tableWith(share, more));

describe("a canary", () => {
  it("serves its share of the callers, always the same ones, and nobody else while there is another way", () => {
    const bench = benchOf(0.1);
    const firsts = (): string[] => Array.from({ length: 20_000 }, (_, user) => bench.first({ user: `user ${user}` }));
    const before = firsts();
    const inside = before.filter((name) => name === "new").length;
    // Three standard deviations of so many independent callers.
    expect(Math.abs(inside - 2_000)).toBeLessThan(3 * Math.sqrt(20_000 * 0.1 * 0.9));
    expect(firsts().map((name) => name === "new")).toEqual(before.map((name) => name === "new"));
    const [one] = bench.plan({ user: "user 1" }).candidates.slice(-1);
    expect(bench.plan({ user: "user 1" }).canary).toMatchObject({ upstream: "new" });
    expect(one?.name === "new" || bench.first({ user: "user 1" }) === "new").toBe(true);
  });

  it("keeps everyone who is inside when its share grows", () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.nat(100),
        (user, at, by) => {
          const bench = benchOf(at);
          const was = bench.first({ user }) === "new";
          bench.adopt(tableWith(Math.min(1, at + by / 100)));
          if (was) expect(bench.first({ user })).toBe("new");
          bench.adopt(tableWith(1));
          expect(bench.first({ user })).toBe("new");
          bench.adopt(tableWith(0));
          expect(bench.first({ user })).not.toBe("new");
        },
      ),
    );
  });

  it("takes exactly its share of requests that name no caller", () => {
    const bench = benchOf(0.1);
    for (let window = 0; window < 20; window++) {
      const firsts = Array.from({ length: 10 }, () => bench.first());
      expect(firsts.filter((name) => name === "new")).toHaveLength(1);
      if (window === 9) bench.adopt(tableWith(0.1));
    }
    expect(bench.plan().canary?.why).toBe("it names no caller, and is not among the 10 % of the callers");
  });

  it("tells callers apart by the first that a request has", () => {
    const stickyKey: readonly CallerIdentity[] = [
      { from: "header", name: "x-user-id" },
      { from: "session" },
      { from: "gateway_key" },
    ];
    const bench = benchOf(0.5, { stickyKey });
    const why = (request = {}) => bench.plan(request).canary?.why;
    expect(why({ headers: { "x-user-id": "7" }, session: "s" })).toMatch(/^its `x-user-id` is (not )?among the 50 %/);
    expect(why({ session: "s", user: "u" })).toMatch(/^its session is/);
    expect(why({ user: "u" })).toMatch(/^its gateway key is/);
    for (const id of ["1", "2", "3"]) {
      const first = (more = {}) => bench.first({ headers: { "x-user-id": id }, ...more }) === "new";
      expect(first({ session: "other", keyName: "other" })).toBe(first());
    }
  });

  it("leaves its callers to the others when it cannot serve, and serves others only if all else fails", () => {
    const bench = benchOf(1);
    expect(bench.first({ user: "u" })).toBe("new");
    bench.attempt("new", failed("status"), 5);
    const plan = bench.plan({ user: "u" });
    expect(plan.candidates.map(({ name }) => name).toSorted()).toEqual(["a", "b"]);
    expect(plan.canary?.why).toBe("its user is among the 100 % of the callers, but it cannot be tried now");
    const nobody = benchOf(0);
    const last = nobody.plan({ user: "u" }).candidates.at(-1);
    expect(last).toMatchObject({ name: "new", why: expect.stringMatching(/^the canary of other callers/) });
    nobody.attempt("a", failed("status"), 5);
    nobody.attempt("b", failed("status"), 5);
    expect(nobody.first({ user: "u" })).toBe("new");
  });

  it("stands before rules for its callers, and for the others where a rule puts it", () => {
    const prefer = { names: null, tags: ["economy"], regions: null };
    const rules = [{ name: "batches", when: { tags: ["batch"] }, prefer }];
    expect(benchOf(0, { rules }).first({ user: "u", tags: ["batch"] })).toBe("new");
    expect(benchOf(0, { rules }).first({ user: "u" })).not.toBe("new");
    const away = [{ name: "all", when: { keys: ["*"] }, prefer: { ...prefer, tags: null, names: ["a"] } }];
    expect(
      benchOf(1, { rules: away })
        .plan({ user: "u" })
        .candidates.map(({ name }) => name),
    ).toEqual(["new", "a", "b"]);
  });

  it("never crosses what is required", () => {
    const bench = benchOf(1, { requirements: { tags: [], regions: [] } });
    expect(bench.first({ user: "u" })).toBe("new");
    bench.adopt(tableWith(1, { requirements: { tags: ["hipaa"], regions: [] } }));
    expect(bench.ask({ user: "u" })).toMatchObject({ kind: "none" });
  });
});
