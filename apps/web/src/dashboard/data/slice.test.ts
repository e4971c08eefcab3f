import { type Cell, emptyCounts } from "@meridian/metrics";
import { describe, expect, it } from "vitest";
import { slicesOf } from "./slice.ts";

const cell = (part: Partial<Cell>): Cell => ({
  environmentId: "env",
  route: "chat",
  model: "support-chat",
  upstream: "east-1",
  configVersion: 3,
  keyId: "k",
  promptVariant: "",
  callerRegion: "",
  outcome: "completed",
  instanceId: "gw-1",
  epoch: 1,
  startMs: 10_000,
  counts: emptyCounts,
  ...part,
});

const cells = [
  cell({}),
  cell({ route: "claims", configVersion: 4 }),
  cell({ route: "claims", upstream: "west-1", outcome: "failed" }),
  cell({ route: "", configVersion: 0, upstream: "", outcome: "rejected" }),
];

describe("slicesOf", () => {
  it("passes cells with any of the values in every dimension named", () => {
    expect(slicesOf(cells, { route: ["chat", "claims"], upstream: ["east-1"] }, null)).toHaveLength(2);
    expect(slicesOf(cells, { route: ["claims"], outcome: ["failed"] }, null)).toHaveLength(1);
  });

  it("finds requests that have no value by the empty one", () => {
    expect(slicesOf(cells, { configVersion: ["0"] }, null)).toHaveLength(1);
    expect(slicesOf(cells, { route: [""] }, "upstream").map(({ group }) => group)).toEqual([""]);
  });

  it("tells them apart by one dimension, config versions as their numbers", () => {
    expect(slicesOf(cells, {}, "configVersion").map(({ group }) => group)).toEqual(["3", "4", "3", "0"]);
    expect(new Set(slicesOf(cells, {}, null).map(({ group }) => group))).toEqual(new Set([""]));
  });
});
