import * as fc from "fast-check";
import { expect, it } from "vitest";
import { locateJsonError } from "./locate-json-error.ts";

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

it("finds an error exactly where there is one: agrees with JSON.parse on broken and whole texts alike", () => {
  const damaged = fc
    .tuple(
      fc.json(),
      fc.nat(),
      fc.constantFrom("", "x", '"', "{", "]", ",", ":", "\\", "0", "-", " ", "\n", "1e", "tru"),
      fc.nat(2),
    )
    .map(([text, at, piece, dropped]) => {
      const i = at % (text.length + 1);
      return text.slice(0, i) + piece + text.slice(i + dropped);
    });
  const property = fc.property(fc.oneof(damaged, fc.json(), fc.string()), (text) => {
    const position = locateJsonError(text);
    expect(position === null).toBe(parses(text));
    expect(position?.offset ?? 0).toBeLessThanOrEqual(text.length);
  });
  fc.assert(property, { numRuns: 3000 });
});
