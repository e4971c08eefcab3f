import { describe, expect, it } from "vitest";
import { csvFileName, csvText } from "./csv.ts";

const text = (...row: (string | number | null)[]) => csvText({ name: "x", header: ["a"], rows: [row] });

describe("csvText", () => {
  it.each([
    ["a comma", ["a,b"], '"a,b"'],
    ["quotes", ['say "hi"'], '"say ""hi"""'],
    ["nothing known", [null, 0], ",0"],
    ["a share", [0.1 + 0.2], "0.3"],
    ["a name that looks like a formula", ["=HYPERLINK(1)"], "'=HYPERLINK(1)"],
    ["a number below zero", [-1.5], "-1.5"],
  ] as const)("writes %s", (_, row, line) => expect(text(...row)).toBe(`a\r\n${line}\r\n`));
});

describe("csvFileName", () => {
  it("says what and when", () =>
    expect(csvFileName("Usage & cost", Date.UTC(2026, 2, 4, 15, 5))).toBe(
      "meridian-usage-cost-2026-03-04T150500Z.csv",
    ));
});
