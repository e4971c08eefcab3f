import { describe, expect, it } from "vitest";
import { overRepresented, type ValueCount } from "./over-represented.ts";

const of = (dimension: string, counts: Readonly<Record<string, number>>): ValueCount[] =>
  Object.entries(counts).map(([value, requests]) => ({ dimension, value, requests }));

describe("overRepresented", () => {
  it("finds the upstream that has 90 % of the errors and 30 % of the traffic, three times its share", () => {
    const found = overRepresented(of("upstream", { east: 90, west: 10 }), of("upstream", { east: 300, west: 700 }));
    expect(found).toEqual([
      { dimension: "upstream", value: "east", requests: 90, share: 0.9, usualShare: 0.3, ratio: expect.closeTo(3) },
    ]);
  });

  it("keeps dimensions apart and puts the most telling first", () => {
    const found = overRepresented(
      [...of("upstream", { east: 60, west: 40 }), ...of("key", { batch: 100 })],
      [...of("upstream", { east: 300, west: 700 }), ...of("key", { batch: 50, app: 950 })],
    );
    expect(found.map(({ value }) => value)).toEqual(["batch", "east"]);
  });

  it.each([
    ["4 errors", of("k", { a: 4 }), of("k", { a: 10, b: 990 })],
    ["49 requests in all", of("k", { a: 40 }), of("k", { a: 4, b: 45 })],
    ["1.4 times its share", of("k", { a: 42, b: 58 }), of("k", { a: 300, b: 700 })],
    ["9 % of the errors", of("k", { a: 9, b: 91 }), of("k", { a: 1, b: 999 })],
    ["no value", of("k", { "": 100 }), of("k", { a: 999 })],
  ])("says nothing of %s", (_, errors, traffic) => {
    expect(overRepresented(errors, traffic).filter(({ value }) => value !== "b")).toEqual([]);
  });

  it("counts traffic that has none of it as one request", () => {
    const [found] = overRepresented(of("k", { a: 10 }), of("k", { b: 100 }));
    expect(found).toMatchObject({ usualShare: 0.01, ratio: 100 });
  });
});
