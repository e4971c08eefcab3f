import type { RoutingTable } from "@meridian/routing";
import { Gauge, type Registry } from "prom-client";
import type { SignalBoard } from "../signals/signal-board.ts";

/** Names that rules of the configs read, at most. */
const mostNames = 256;

/** What outside systems have set. By name only those that a rule reads: who sets them may call them anything. */
export function addSignalMetrics(
  metrics: Registry<typeof Registry.OPENMETRICS_CONTENT_TYPE>,
  registry: { all(): Iterable<{ readonly table: RoutingTable | null }> },
  board: Pick<SignalBoard, "all" | "valueOf">,
  clock: () => number,
): void {
  const set: Gauge = new Gauge({
    name: "meridian_signals",
    help: "Signals that are set",
    registers: [metrics],
    collect: () => set.set(board.all(clock()).length),
  });
  const values = new Gauge({
    name: "meridian_signal_value",
    help: "Value of a signal that a rule reads, true as 1; nothing while it is not set or is a text",
    labelNames: ["signal"],
    registers: [metrics],
    collect: () => {
      values.reset();
      const nowMs = clock();
      for (const signal of namesIn(registry)) {
        const value = board.valueOf(signal, nowMs);
        if (value !== null && typeof value !== "string") values.set({ signal }, Number(value));
      }
    },
  });
}

function namesIn(registry: { all(): Iterable<{ readonly table: RoutingTable | null }> }): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { table } of registry.all()) {
    for (const { rules = [] } of table?.routes ?? []) {
      for (const { when } of rules) {
        for (const each of when.measured ?? []) {
          if (each.measure === "signal" && names.size < mostNames) names.add(each.name);
        }
      }
    }
  }
  return names;
}
