import { describe, expect, it } from "vitest";
import { formatBytes } from "./format-bytes.ts";

describe("formatBytes", () => {
  it.each([
    [0, "0 B"],
    [812, "812 B"],
    [1_400, "1.4 KB"],
    [999_600, "1.0 MB"],
    [23_400_000_000, "23 GB"],
  ])("%i: %s", (bytes, words) => {
    expect(formatBytes(bytes)).toBe(words);
  });
});
