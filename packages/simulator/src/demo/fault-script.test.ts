import { expect, test } from "vitest";
import type { Faults } from "../server/faults.ts";
import { faultScript } from "./fault-script.ts";
import { scriptedFault } from "./scripted-fault.ts";

const fakeEngine = () => {
  let faults: Faults = {};
  return {
    faults: () => faults,
    setFaults: (next: Faults) => {
      faults = next;
    },
    clearFaults: () => {
      faults = {};
    },
  };
};

test.each([
  [0, null],
  [44, null],
  [45, "east-1"],
  [104, "east-1"],
  [105, null],
  [344, null],
  [345, "east-2"],
  [390, null],
  [645, "west-1"],
  [945, "east-1"],
  [1245, "east-1"],
])("after %d s the upstream in trouble is %s", (seconds, upstream) => {
  expect(scriptedFault(seconds * 1000)?.upstream ?? null).toBe(upstream);
});

test("the first trouble is a slowdown of 8", () => {
  expect(scriptedFault(45_000)?.faults).toEqual({ slowdown: 8 });
});

test("the script sets a fault when it is due and clears it when it is over", () => {
  const engines = [fakeEngine(), fakeEngine(), fakeEngine()];
  const play = faultScript(engines);
  const seen = [44_000, 45_000, 46_000, 105_000].map((ms) => {
    play(ms);
    return engines[0]?.faults();
  });
  expect(seen).toEqual([{}, { slowdown: 8 }, { slowdown: 8 }, {}]);
});

test("a fault set by hand is neither replaced nor cleared", () => {
  const engines = [fakeEngine(), fakeEngine(), fakeEngine()];
  const play = faultScript(engines);
  engines[0]?.setFaults({ hang: true });
  play(45_000);
  expect(engines[0]?.faults()).toEqual({ hang: true });
  play(105_000);
  expect(engines[0]?.faults()).toEqual({ hang: true });
});

test("a fault of the script that was replaced by hand stays when the script goes on", () => {
  const engines = [fakeEngine(), fakeEngine(), fakeEngine()];
  const play = faultScript(engines);
  play(45_000);
  engines[0]?.setFaults({ slowdown: 2 });
  play(105_000);
  expect(engines[0]?.faults()).toEqual({ slowdown: 2 });
});
