import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createSealer } from "./sealer.ts";

const key = new Uint8Array(32).fill(7);
const sealer = createSealer(key);
/** What opening says, whichever of the two checks finds it. */
const refused = /not a seal|seal was changed/;

describe("createSealer", () => {
  it("opens what it sealed, whatever the text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.string(), (plain, context) => {
        expect(sealer.open(sealer.seal(plain, context), context)).toBe(plain);
      }),
    );
  });

  it("refuses a seal in which any 1 byte was changed", () => {
    const sealed = sealer.seal("sk-test-1", "production/OPENAI");
    for (const at of sealed.keys()) {
      const tampered = Uint8Array.from(sealed);
      tampered[at] = (tampered[at] ?? 0) ^ 1;
      expect(() => sealer.open(tampered, "production/OPENAI"), `byte ${at}`).toThrow(refused);
    }
  });

  it("refuses a seal that was cut, at any length", () => {
    const sealed = sealer.seal("sk-test-1", "c");
    for (let length = 0; length < sealed.length; length++) {
      expect(() => sealer.open(sealed.subarray(0, length), "c"), `${length} bytes`).toThrow(refused);
    }
  });

  it("refuses another context", () => {
    const sealed = sealer.seal("sk-test-1", "production/OPENAI");
    expect(() => sealer.open(sealed, "staging/OPENAI")).toThrow(refused);
  });

  it("refuses another key", () => {
    const other = createSealer(new Uint8Array(32).fill(8));
    expect(() => other.open(sealer.seal("sk-test-1", "c"), "c")).toThrow(refused);
  });

  it("seals the same text differently each time, 29 bytes longer", () => {
    const seals = [sealer.seal("same", "c"), sealer.seal("same", "c")];
    expect(seals[0]).not.toEqual(seals[1]);
    expect(seals.map(({ length }) => length)).toEqual([33, 33]);
  });
});
