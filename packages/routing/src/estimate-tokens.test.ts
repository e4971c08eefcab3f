import { expect, test } from "vitest";
import { estimateTokens } from "./estimate-tokens.ts";

test.each([
  [0, 0],
  [1, 1],
  [4, 1],
  [5, 2],
  [4_000, 1_000],
])("%d bytes are taken for %d tokens", (bytes, tokens) => {
  expect(estimateTokens(bytes)).toBe(tokens);
});
