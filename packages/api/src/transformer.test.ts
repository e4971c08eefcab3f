import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isPlainJson } from "./is-plain-json.ts";
import { transformer } from "./transformer.ts";

const travelled = (value: unknown): unknown =>
  transformer.deserialize(
    JSON.parse(JSON.stringify(transformer.serialize(value))) as ReturnType<typeof transformer.serialize>,
  );

describe("transformer", () => {
  it("brings every JSON value across", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(travelled(value)).toEqual(value);
      }),
    );
  });

  it.each([
    ["a date", { at: new Date(0) }],
    ["undefined", { a: [undefined, 1] }],
    ["a map", new Map([["a", 1]])],
    ["a big integer", { serial: 12n }],
    ["not a number", [Number.NaN]],
    ["minus zero", { share: -0 }],
  ])("brings %s across", (_, value) => {
    expect(isPlainJson(value)).toBe(false);
    expect(travelled(value)).toEqual(value);
  });
});
