import { describe, expect, it } from "vitest";
import { formatAge } from "./format-age.ts";
import { formatDuration } from "./format-duration.ts";
import { formatRequestCost, formatUsd } from "./format-money.ts";
import { formatCompact, formatPercent, formatRate } from "./format-number.ts";

describe("formatDuration", () => {
  it.each([
    [null, "–"],
    [0.44, "0.4 ms"],
    [812.4, "812 ms"],
    [999.6, "1.00 s"],
    [1_240, "1.24 s"],
    [125_000, "2 min 5 s"],
  ])("writes %s ms as %s", (ms, text) => expect(formatDuration(ms)).toBe(text));
});

describe("formatAge", () => {
  it.each([
    [500, "just now"],
    [42_000, "42 s ago"],
    [300_000, "5 min ago"],
    [7_200_000, "2 h ago"],
    [86_400_000, "1 day ago"],
    [-5_000, "just now"],
  ])("calls what is %s ms old %s", (age, text) => expect(formatAge(1_000_000 - age, 1_000_000)).toBe(text));
});

describe("money", () => {
  it("has two decimals in totals and six for one request", () => {
    expect(formatUsd(1_204.5)).toBe("$1,204.50");
    expect(formatRequestCost(125_000)).toBe("$0.000125");
  });

  it("is compact from $100,000 on", () => expect(formatUsd(1_240_000)).toBe("$1.2M"));
});

describe("numbers", () => {
  it("never rounds a share above nothing to 0%", () => {
    expect(formatPercent(0.00001)).toBe("<0.01%");
    expect(formatPercent(0)).toBe("0%");
    expect(formatPercent(0.1234)).toBe("12.3%");
  });

  it("keeps three figures of a rate", () => {
    expect([0.0004, 0.417, 4.966, 52.34, 1_204.4].map(formatRate)).toEqual(["<0.01", "0.42", "4.97", "52.3", "1,204"]);
  });

  it("is compact from 10,000 on", () => {
    expect(formatCompact(9_999)).toBe("9,999");
    expect(formatCompact(12_345)).toBe("12.3K");
  });
});
