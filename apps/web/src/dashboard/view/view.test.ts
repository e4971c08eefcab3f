import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dimensions } from "./dimension-words.ts";
import { formatView, viewContent } from "./format-view.ts";
import { parseView } from "./parse-view.ts";
import { rangeIds, ranges, stepFor } from "./range.ts";
import { firstView, type View, withFilter } from "./view.ts";

const parse = (query: string) => parseView(new URLSearchParams(query));

const anyView: fc.Arbitrary<View> = fc.record({
  window: fc.oneof(
    fc.constantFrom(...rangeIds).map((range) => ({ kind: "last" as const, range })),
    fc
      .tuple(fc.integer({ min: 950_000_000, max: 7_000_000_000 }), fc.integer({ min: 60, max: 366 * 86_400 }))
      .map(([from, length]) => ({
        kind: "between" as const,
        fromMs: from * 1_000,
        toMs: (from + length) * 1_000,
      })),
  ),
  filters: fc
    .dictionary(
      fc.constantFrom(...dimensions.filter((each) => each !== "outcome" && each !== "configVersion")),
      fc.uniqueArray(fc.stringMatching(/^[ -~]{0,128}$/), { minLength: 1, maxLength: 4 }),
      { noNullPrototype: true },
    )
    .map((filters) => Object.fromEntries(Object.entries(filters).map(([name, values]) => [name, values.toSorted()]))),
  compare: fc.oneof(
    fc.constant({ kind: "none" as const }),
    fc.constant({ kind: "previous" as const }),
    fc.nat(999).map((a) => ({ kind: "versions" as const, a, b: a + 1 })),
  ),
  by: fc.constantFrom(...dimensions),
  wall: fc.constantFrom("off" as const, "on" as const, "cycle" as const),
  savedViewId: fc.oneof(fc.constant(null), fc.uuid()),
});

/** Known names with values that mean something, nearly mean something, or nothing. */
const anyQuery = fc
  .array(
    fc.tuple(
      fc.constantFrom("range", "from", "to", "compare", "by", "wall", "view", "route", "version", "outcome", "else"),
      fc.oneof(
        fc.constantFrom("1h", "previous", "v1..v2", "model", "1", "failed", "2026-03-04T10:05:00Z", "1772636700000"),
        fc.string({ maxLength: 12 }),
      ),
    ),
    { maxLength: 8 },
  )
  .map((pairs) => new URLSearchParams(pairs).toString());

describe("a dashboard's address", () => {
  it("holds the whole view: what is written is read again, without a problem", () => {
    fc.assert(
      fc.property(anyView, (view) => {
        expect(parse(formatView(view))).toEqual({ view, problems: [] });
      }),
    );
  });

  it("may say anything: every text is a view, and its query says the same again", () => {
    fc.assert(
      fc.property(anyQuery, (query) => {
        const said = formatView(parse(query).view);
        const again = parse(said);
        expect([formatView(again.view), again.problems]).toEqual([said, []]);
      }),
    );
  });

  it("says nothing for the first 5 minutes", () => expect(parse("")).toEqual({ view: firstView, problems: [] }));

  it.each([
    ["range=2h", "There is no range “2h”, so the last 5 minutes are shown."],
    ["from=yesterday&to=now", "The address names no begin and end that can be read, so the last 5 minutes are shown."],
    [
      "from=2026-01-01T00:00:00Z",
      "The address names no begin and end that can be read, so the last 5 minutes are shown.",
    ],
    [
      "from=2026-01-01T00:00:00Z&to=2026-01-01T00:00:59Z",
      "A stretch of time lasts from 1 minute to 366 days, so the last 5 minutes are shown.",
    ],
    ["compare=v3..v3", "“v3..v3” names nothing to compare with: write “previous”, or two versions as “v3..v4”."],
    ["by=color", "Traffic cannot be broken down by “color”."],
    ["outcome=lost", "The address filters by outcomes that cannot be: they are left out."],
    ["version=v4", "The address filters by config versions that cannot be: they are left out."],
  ])("falls back for %s, and says so", (query, problem) =>
    expect(parse(query)).toEqual({ view: firstView, problems: [problem] }),
  );

  it("filters by at most 20 values of a dimension", () => {
    const query = Array.from({ length: 21 }, (_, at) => `route=r${at}`).join("&");
    expect(parse(query).view.filters.route).toHaveLength(20);
    expect(parse(query).problems).toEqual(["Of 21 routes only 20 are filtered by."]);
  });

  it("reads epoch ms and other zones as the moment they are", () => {
    const window = { kind: "between", fromMs: 1_772_636_700_000, toMs: 1_772_640_300_000 };
    expect(parse("from=1772636700000&to=1772640300000").view.window).toEqual(window);
    expect(parse("from=2026-03-04T10:05:00-05:00&to=2026-03-04T16:05Z").view.window).toEqual(window);
  });

  it("keeps the wall and the opened view out of what is saved", () => {
    const view = { ...firstView, wall: "cycle" as const, savedViewId: "8c7d7b6a-0000-4000-8000-000000000000" };
    expect(viewContent(view)).toBe("range=5m");
  });
});

describe("withFilter", () => {
  it("replaces the values of one dimension and lifts the filter when none is left", () => {
    const filtered = withFilter(withFilter(firstView, "route", ["a", "b", "a"]), "model", ["m"]);
    expect(filtered.filters).toEqual({ route: ["a", "b"], model: ["m"] });
    expect(withFilter(filtered, "route", []).filters).toEqual({ model: ["m"] });
  });
});

describe("steps", () => {
  it.each(rangeIds)("cut %s into 30 to 300 points, and groups into whole steps", (id) => {
    const { ms, stepMs, groupStepMs } = ranges[id];
    expect(ms / stepMs).toBeGreaterThanOrEqual(30);
    expect(ms / stepMs).toBeLessThanOrEqual(300);
    expect(groupStepMs % stepMs).toBe(0);
  });

  it.each([
    [60_000, 10_000],
    [2_400_000, 10_000],
    [2_400_001, 20_000],
    [86_400_000, 600_000],
    [366 * 86_400_000, 2 * 86_400_000],
  ])("cut %d ms into at most 240 points of %d ms", (ms, step) => expect(stepFor(ms, 240)).toBe(step));
});
