import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { storableJson } from "./storable-json.ts";

describe("storableJson", () => {
  it("leaves whole text as it is, emoji and backslashes too", () => {
    const value = { text: "a \\u0000 b 🙂 é", more: [1, null, "\n"] };
    expect(JSON.parse(storableJson(value))).toEqual(value);
  });

  it.each([
    ["NUL", "a\0b", "a\uFFFDb"],
    ["a lone high surrogate", "a\uD83Db", "a\uFFFDb"],
    ["a lone low surrogate", "a\uDE42b", "a\uFFFDb"],
  ])("replaces %s by U+FFFD, at any depth", (_, text, stored) => {
    expect(JSON.parse(storableJson([{ deep: { text } }]))).toEqual([{ deep: { text: stored } }]);
  });

  it("leaves nothing that Postgres refuses in any text", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)) }),
        (text) => {
          const stored = JSON.parse(storableJson({ text })) as { readonly text: string };
          expect(stored.text.isWellFormed()).toBe(true);
          expect(stored.text).not.toContain("\0");
          expect(stored.text).toHaveLength(text.length);
        },
      ),
    );
  });
});
