import { describe, expect, it } from "vitest";
import { scopeWords } from "./scope-words.ts";

describe("scopeWords", () => {
  it.each([
    ["gateway-keys:write", "Change gateway keys"],
    ["routing-config:roll-back", "Roll back routing config"],
    ["members:read", "See members"],
  ] as const)("says %s as %s", (scope, words) => expect(scopeWords(scope)).toBe(words));
});
