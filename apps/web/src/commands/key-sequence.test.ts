import { describe, expect, it } from "vitest";
import { nextKeys, plainKey, sequenceWithinMs } from "./key-sequence.ts";

const bindings = ["g o", "g r", "t", "?", "/"];

describe("nextKeys", () => {
  it("completes a single key at once", () => {
    expect(nextKeys(null, "t", 0, bindings)).toEqual({ pending: null, complete: "t" });
  });

  it("waits for the second key of g o", () => {
    const { pending } = nextKeys(null, "g", 0, bindings);
    expect(pending).toEqual({ keys: "g", atMs: 0 });
    expect(nextKeys(pending, "o", sequenceWithinMs, bindings).complete).toBe("g o");
  });

  it("forgets the first key after 1.5 s", () => {
    expect(nextKeys({ keys: "g", atMs: 0 }, "o", sequenceWithinMs + 1, bindings)).toEqual({
      pending: null,
      complete: null,
    });
  });

  it("begins anew with a key that continues nothing: g t is t, g g o is g o", () => {
    expect(nextKeys({ keys: "g", atMs: 0 }, "t", 10, bindings).complete).toBe("t");
    const { pending } = nextKeys({ keys: "g", atMs: 0 }, "g", 10, bindings);
    expect(nextKeys(pending, "o", 20, bindings).complete).toBe("g o");
  });

  it("means nothing without a binding", () => {
    expect(nextKeys(null, "x", 0, bindings)).toEqual({ pending: null, complete: null });
    expect(nextKeys(null, "t", 0, [])).toEqual({ pending: null, complete: null });
  });
});

describe("plainKey", () => {
  const none = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, repeat: false, isComposing: false };

  it("is the key itself, with caps lock too, and whatever shift made of a sign", () => {
    expect(plainKey({ ...none, key: "o" })).toBe("o");
    expect(plainKey({ ...none, key: "O" })).toBe("o");
    expect(plainKey({ ...none, key: "?", shiftKey: true })).toBe("?");
  });

  it.each([
    ["Ctrl", { key: "o", ctrlKey: true }],
    ["⌘", { key: "t", metaKey: true }],
    ["Alt", { key: "t", altKey: true }],
    ["Shift and a letter", { key: "T", shiftKey: true }],
    ["a key held down", { key: "t", repeat: true }],
    ["a letter that is being composed", { key: "t", isComposing: true }],
    ["a key without a sign", { key: "Escape" }],
    ["the space bar, which presses buttons", { key: " " }],
  ])("is none with %s", (_what, press) => {
    expect(plainKey({ ...none, ...press })).toBeNull();
  });
});
