import { describe, expect, it } from "vitest";
import { UsageLedger } from "../limits/usage-ledger.ts";
import { planRequest } from "../plan/plan-request.ts";
import { policyOf } from "../testing/policies.ts";
import { chatRequest } from "../testing/route-bench.ts";
import { tableOf, upstreamOf } from "../testing/tables.ts";
import { RoutingState } from "./routing-state.ts";
import { JoinedMemory, SharedMemory } from "./shared-memory.ts";
import type { StateMemory } from "./state-memory.ts";

const upstreams = ["a", "b", "c"].map((name) => upstreamOf(name, { provider: "vllm" }));
const plain = tableOf(upstreams);
const table = tableOf(upstreams, {
  policy: policyOf("adaptive"),
  affinity: { key: { from: "session" }, ttlMs: 600_000 },
});

function stateIn(memory: StateMemory): RoutingState {
  const state = new RoutingState(new UsageLedger(memory), "e1");
  state.adopt(plain, 0);
  return state;
}

/** Two threads and their keeper, after a config change that asks for engines and homes. */
function threads() {
  const memory = new SharedMemory(2);
  const keeper = stateIn(memory);
  const joined = [0, 1].map((thread) => new JoinedMemory(memory.handle(), thread));
  const states = joined.map(stateIn);
  memory.takeUntold();
  keeper.adopt(table, 1_000);
  const untold = memory.takeUntold();
  for (const each of joined) each.learn(untold);
  for (const state of states) state.adopt(table, 1_000);
  return { keeper, first: states[0]!, second: states[1]! };
}

const ask = (state: RoutingState, nowMs: number, session: string | null = null) => {
  const request = { ...chatRequest, session };
  const planned = planRequest({ table, state, request, overrides: [], nowMs, random: () => 0.5 });
  if (planned.kind === "none") throw new Error("no plan");
  return { affinity: planned.affinity, leader: planned.plan.candidates[0]!, plan: planned.plan };
};

describe("what threads know of engines and homes", () => {
  it("is one: a prompt that one has sent and that is not read yet keeps the other away", () => {
    const { first, second } = threads();
    for (const index of [0, 1]) first.begin(index, 50_000, 2_000, { inputTokens: 50_000 });
    const { leader, plan } = ask(second, 2_000);
    expect(leader.name).toBe("c");
    expect(plan.regime).toBe("surge");
  });

  it("is free of what a thread had sent once it is gone, also of who waited the longest", () => {
    const { keeper, first, second } = threads();
    for (const index of [0, 1]) first.begin(index, 50_000, 2_000, { inputTokens: 50_000 });
    second.begin(2, 4_000, 2_000, { inputTokens: 4_000 });
    keeper.loseThread(0, 5_000);
    const { plan } = ask(second, 9_000);
    expect(plan.candidates.at(-1)?.name).toBe("c");
    expect(plan.candidates.slice(0, 2).every(({ why }) => !why.includes("of them waiting"))).toBe(true);
  });

  it("has one home for a session, wherever its requests come in", () => {
    const { first, second } = threads();
    for (let session = 0; session < 50; session++) {
      const [one, other] = session % 2 === 0 ? [first, second] : [second, first];
      const { affinity, leader } = ask(one, 3_000, `s${session}`);
      const ticket = one.begin(leader.upstream, 100, 3_000, { affinity, table });
      one.end(ticket, { kind: "cancelled", durationMs: 1 }, 3_001, () => 0);
      const again = ask(other, 3_100, `s${session}`);
      expect(again.leader.name).toBe(leader.name);
      expect(again.leader.why).toMatch(/^its session lives here/);
    }
  });
});
