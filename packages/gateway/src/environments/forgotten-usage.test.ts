import { JoinedMemory, SharedMemory, type StateMemory, type UsageLimits } from "@meridian/routing";
import type { EnvironmentSnapshot } from "@meridian/routing-config";
import { sha256Hex } from "@meridian/sealing";
import { describe, expect, it } from "vitest";
import { environmentId, snapshotOf } from "../../test/signed-snapshot.ts";
import { EnvironmentHistory } from "../threads/environment-history.ts";
import { UpstreamPools } from "../upstream/upstream-pools.ts";
import { EnvironmentRegistry } from "./environment-registry.ts";

const minuteMs = 60_000;
const beginMs = Date.UTC(2026, 10, 28, 9);
const hourly: UsageLimits = { spend: { amountUsd: 5, period: "hour", timeZone: "UTC" } };
const yaml = (route: string): string => `
language: 1
upstreams: { east: { provider: vllm, base_url: "https://api.example.com/v1", limits: { max_in_flight: 4 } } }
routes: { ${route}: { policy: round_robin, targets: [{ upstream: east }], limits: { requests_per_minute: 9 } } }
`;

/** A registry to which snapshots with these keys come, each a minute after the other. */
function world(memory?: StateMemory) {
  const registry = new EnvironmentRegistry({
    openSecret: () => "",
    readEnvironmentVariable: () => undefined,
    pools: new UpstreamPools({ allowPrivate: false }),
    ...(memory ? { memory } : {}),
  });
  let serial = 0;
  const now = { ms: beginMs };
  const apply = (ids: readonly string[], limits: UsageLimits = {}, route = "chat"): EnvironmentSnapshot => {
    now.ms += minuteMs;
    const keys = ids.map((id) => ({ id, name: id, sha256: sha256Hex(id), routes: ["*"], expiresAtMs: null, limits }));
    const text = yaml(route);
    const deployment = { ...snapshotOf(1).deployment!, yaml: text, sha256: sha256Hex(text) };
    const snapshot = snapshotOf(++serial, { keys, deployment });
    expect(registry.apply({ kind: "snapshot", snapshot }, now.ms).state).toBe("applied");
    return snapshot;
  };
  const scopeOf = (id: string) => registry.get(environmentId)?.keys.find((key) => key.id === id)?.usage.scope;
  const names = (): string[] => [...registry.ledger.scopes()].map(([name]) => name.replace(environmentId, "e"));
  return { registry, now, apply, scopeOf, names };
}

describe("what is used up of limits by what nobody names any more", () => {
  it("is forgotten a minute later: 1,000 keys that came and were revoked leave nothing", () => {
    const { apply, names } = world();
    const before = apply(["kept"]);
    for (let round = 0; round < 10; round++) apply(["kept", ...Array.from({ length: 100 }, (_, n) => `${round}-${n}`)]);
    apply(["kept"]);
    apply(["kept"]);
    const { workspaceId } = before;
    expect(names().filter((name) => name.startsWith("key"))).toEqual(["key|e|kept"]);
    expect(names()).toHaveLength(4);
    expect(names()).toContain(`workspace|${workspaceId}`);
  });

  it("is remembered as long as something of it counts: until the request has ended, and until its period has", () => {
    const { apply, names, now, scopeOf } = world();
    apply(["spent", "running"], hourly);
    scopeOf("spent")?.reserve({ tokens: 0, nanoUsd: 1 }, now.ms);
    const running = scopeOf("running");
    running?.enter(now.ms);
    apply([]);
    apply([]);
    expect(names()).toEqual(expect.arrayContaining(["key|e|spent", "key|e|running"]));
    running?.leave();
    apply([]);
    expect(names()).toContain("key|e|spent");
    expect(names()).not.toContain("key|e|running");
    apply(["spent"], hourly);
    expect(scopeOf("spent")?.spend?.usedAt(now.ms)).toBe(1);
    now.ms = beginMs + 60 * minuteMs;
    apply([]);
    apply([]);
    expect(names().filter((name) => name.startsWith("key"))).toEqual([]);
  });

  it("is forgotten of routes too, once what a minute counts has left it", () => {
    const { registry, apply, names, now } = world();
    apply([]);
    const { state, table } = registry.get(environmentId)!;
    state.routeUsage(table!, "chat").enter(now.ms);
    state.routeUsage(table!, "chat").leave();
    apply([], {}, "other");
    expect(names()).toContain("route|e|chat");
    now.ms += 250;
    apply([], {}, "other");
    expect(names().filter((name) => name.startsWith("route"))).toEqual(["route|e|other"]);
  });

  it("is forgotten by the threads that share it, which count together again what comes back", () => {
    const memory = new SharedMemory(2);
    const keeper = world(memory);
    const joined = [0, 1].map((thread) => new JoinedMemory(memory.handle(), thread));
    const threads = joined.map((own) => world(own));
    const tell = (ids: readonly string[]): void => {
      keeper.apply(ids, { requestsPerMinute: 9 });
      const blocks = memory.takeUntold();
      for (const [at, own] of joined.entries()) {
        own.learn(blocks);
        threads[at]!.apply(ids, { requestsPerMinute: 9 });
      }
    };
    tell(["a", "b"]);
    tell([]);
    tell([]);
    for (const { names } of [keeper, ...threads]) expect(names()).toHaveLength(3);
    expect(memory.handle().blocks.filter(([name]) => /key\||use\|/.test(name))).toEqual([]);
    tell(["b"]);
    const [first, second] = threads;
    first?.scopeOf("b")?.enter(first.now.ms);
    second?.scopeOf("b")?.enter(second.now.ms);
    for (const { scopeOf, now } of [keeper, ...threads]) {
      expect([scopeOf("b")?.inFlight, scopeOf("b")?.requests?.usedAt(now.ms)]).toEqual([2, 2]);
    }
  });

  it("does not keep a thread from joining whose config stands and whose keys are gone", () => {
    const memory = new SharedMemory(1);
    const { registry, apply, now } = world(memory);
    const history = new EnvironmentHistory();
    const note = (snapshot: EnvironmentSnapshot, state: string): void =>
      history.note({ kind: "apply", source: { kind: "snapshot", snapshot }, atMs: now.ms }, state === "rejected");
    const good = apply(["revoked"]);
    note(good, "applied");
    for (const serial of [2, 3, 4]) {
      now.ms += minuteMs;
      const snapshot = { ...good, serial, keys: [], deployment: { ...good.deployment!, yaml: "language: 1" } };
      const { state } = registry.apply({ kind: "snapshot", snapshot }, now.ms);
      note(snapshot, state);
    }
    const joined = world(new JoinedMemory(memory.handle(), 0)).registry;
    const states = history
      .changes()
      .map((change) => (change.kind === "apply" ? joined.apply(change.source, change.atMs).state : change.kind));
    expect(states).toEqual(["applied", "rejected"]);
    expect(joined.get(environmentId)?.keys).toEqual([]);
  });
});
