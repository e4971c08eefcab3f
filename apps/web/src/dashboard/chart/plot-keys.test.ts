import { describe, expect, it } from "vitest";
import { momentAt } from "./chart-line.ts";
import { movedIndex, selectedStretch } from "./plot-keys.ts";

const moments = [0, 10, 20, 30].map((startMs) => ({ startMs, endMs: startMs + 10, atMs: startMs + 5 }));

describe("movedIndex", () => {
  it.each([
    ["ArrowLeft", 5, 4],
    ["ArrowRight", 5, 6],
    ["ArrowRight", 29, 29],
    ["PageUp", 5, 0],
    ["Home", 5, 0],
    ["End", 5, 29],
    ["ArrowLeft", -1, 29],
    ["Home", -1, 0],
    ["a", 5, null],
  ])("%s at %d of 30 goes to %s", (key, here, to) => expect(movedIndex(key, here, 30)).toBe(to));

  it("goes nowhere without a moment", () => expect(movedIndex("End", -1, 0)).toBeNull());
});

describe("momentAt", () => {
  it.each([
    [-5, 0],
    [0, 0],
    [9, 0],
    [10, 1],
    [99, 3],
  ])("finds %d ms in moment %d", (atMs, at) => expect(momentAt(moments, atMs)).toBe(at));
});

describe("selectedStretch", () => {
  it("holds whole moments, whichever way it was drawn", () => {
    expect(selectedStretch(moments, { anchorMs: 12, headMs: 25 })).toEqual([10, 30]);
    expect(selectedStretch(moments, { anchorMs: 25, headMs: 12 })).toEqual([10, 30]);
    expect(selectedStretch(moments, { anchorMs: 12, headMs: 13 })).toEqual([10, 20]);
  });
});
