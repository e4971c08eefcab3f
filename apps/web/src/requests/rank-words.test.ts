import { describe, expect, it } from "vitest";
import { rankWords } from "./rank-words.ts";

describe("rankWords", () => {
  it.each([
    [0.97, "Slower than 97.0%"],
    [0.03, "Faster than 97.0%"],
    [0.5, "About in the middle"],
    [0.46, "About in the middle"],
    [1, "Slower than 99.9%"],
    [0, "Faster than 99.9%"],
  ])("%d: %s", (above, words) => {
    expect(rankWords(above, "Slower", "faster")).toBe(words);
  });
});
