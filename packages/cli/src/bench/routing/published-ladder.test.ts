import { expect, test } from "vitest";
import { besidePublished } from "./published-ladder.ts";

const rows = [
  { change: null, seconds: [0.08, 31, 58, 58] },
  { change: "a floor", seconds: [0.31, 30, 58, 58] },
  { change: "quick engines", seconds: [0.08, 24, 47, 47] },
  { change: "other blocks", seconds: [0.09, 31, 58, 58] },
  { change: "together: all of it", seconds: [0.3, 20, 46, 46] },
];

test("the published ladder: what was changed stands beside it, and the text says what its figures say", () => {
  const text = besidePublished([], rows);
  expect(text).toContain("| published | 0.30 | 13.32 | 45.28 | 46.99 |");
  expect(text).toContain("| as in the table above | 0.08 | 31.00 | 58.00 | 58.00 |");
  expect(text).toContain(
    "llm-d 3/2/2 precise, *a floor*, 0.31 for 0.30; llm-d 1/1/1, *quick engines*, 24.00 for 13.32",
  );
  expect(text).toContain("when *other blocks*.");
  expect(text).toContain("*together: all of it*: 1.01 ×, 1.50 ×, 1.02 ×, 0.98 × what was published.");
  expect(besidePublished([], null)).toContain("was not looked at in this run");
});
