import { describe, expect, it } from "vitest";
import { markGroups } from "./mark-groups.ts";

const mark = (atMs: number) => ({ id: String(atMs), atMs, label: `v${atMs}`, words: "" });

describe("markGroups", () => {
  it("gives deployments within 20 % of the window one flag, at the newest", () => {
    const groups = markGroups([50, 51, 55, 80].map(mark), 0, 100);
    expect(groups.map(({ at, marks }) => [at, marks.map(({ atMs }) => atMs)])).toEqual([
      [0.55, [50, 51, 55]],
      [0.8, [80]],
    ]);
  });

  it("never makes a group wider than 20 %, however many there are", () => {
    const groups = markGroups(
      Array.from({ length: 101 }, (_, at) => mark(at)),
      0,
      100,
    );
    expect(groups.length).toBe(5);
    for (const { marks } of groups) expect((marks.at(-1)?.atMs ?? 0) - (marks[0]?.atMs ?? 0)).toBeLessThanOrEqual(20);
  });
});
