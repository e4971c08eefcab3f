import type { Faults } from "../server/faults.ts";
import type { RunningEngine } from "../server/start-engine.ts";
import { demoFleet } from "./demo-fleet.ts";
import { scriptedFault } from "./scripted-fault.ts";

type FaultyEngine = Pick<RunningEngine, "faults" | "setFaults" | "clearFaults">;

/**
 * Makes the demo fleet play its script. Faults that somebody set by hand are left alone: the script neither replaces nor
 * clears them.
 *
 * @param engines in the fleet's order
 * @returns call it about once a second with the time since traffic began
 */
export function faultScript(engines: readonly FaultyEngine[]): (elapsedMs: number) => void {
  let playing: ReturnType<typeof scriptedFault> = null;
  let own: { engine: FaultyEngine; faults: Faults } | null = null;
  return (elapsedMs) => {
    const due = scriptedFault(elapsedMs);
    if (due === playing) return;
    playing = due;
    if (own && own.engine.faults() === own.faults) own.engine.clearFaults();
    own = null;
    const engine = due && engines[demoFleet.findIndex(({ name }) => name === due.upstream)];
    if (!due || !engine || Object.keys(engine.faults()).length > 0) return;
    engine.setFaults(due.faults);
    own = { engine, faults: engine.faults() };
  };
}
