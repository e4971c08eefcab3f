import { describe, expect, it } from "vitest";
import { spendLimitWords, spentWords } from "./spend-words.ts";

const limit = (amountUsd: number, period: "hour" | "day" | "week" | "month") => ({
  amountUsd,
  period,
  timeZone: "UTC",
});

describe("words of spend", () => {
  it.each([
    [limit(50, "hour"), "$50.00 an hour"],
    [limit(0.5, "day"), "$0.50 a day"],
    [limit(0.002, "day"), "$0.002 a day"],
    [limit(1_204.5, "week"), "$1,204.50 a week"],
    [limit(2_500_000, "month"), "$2.5M a month"],
  ])("%j: %s", (given, words) => {
    expect(spendLimitWords(given)).toBe(words);
  });

  it.each([
    [limit(1, "hour"), 0, "$0.00 spent this hour"],
    [limit(1, "day"), 0.000412, "$0.00041 spent today"],
    [limit(1, "week"), 12.306, "$12.31 spent this week"],
    [limit(1, "month"), 3, "$3.00 spent this month"],
  ])("%j, %d: %s", (given, usd, words) => {
    expect(spentWords(given, usd)).toBe(words);
  });
});
