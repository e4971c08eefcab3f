import type { RequestRecord } from "@meridian/metrics";
import { describe, expect, it } from "vitest";
import { recordOf } from "../../test/record-of.ts";
import { kindColumns, kindsOf } from "./record-kinds.ts";
import { requestColumns } from "./request-row.ts";

describe("kinds of records", () => {
  const first = recordOf();
  const ofKind: readonly string[] = kindColumns;

  it.each(requestColumns.map(([column, , field]) => ({ column, field })))(
    "$column tells kinds apart if it is written once for a kind",
    ({ column, field }) => {
      const other = { ...first, [field]: "another" } as unknown as RequestRecord;
      expect(kindsOf([first, other]).kindOf).toEqual(ofKind.includes(column) ? [1, 2] : [1, 1]);
    },
  );

  it("are found again among the newest", () => {
    const from = (upstream: string) => recordOf({ upstream });
    const { kinds, kindOf } = kindsOf(["a", "b", "a", "a", "c", "b"].map(from));
    expect(kinds.map(({ upstream }) => upstream)).toEqual(["a", "b", "c"]);
    expect(kindOf).toEqual([1, 2, 1, 1, 3, 2]);
  });

  it("are listed once each where 24 take turns", () => {
    const upstreams = Array.from({ length: 240 }, (_, index) => `upstream-${index % 24}`);
    expect(kindsOf(upstreams.map((upstream) => recordOf({ upstream }))).kinds).toHaveLength(24);
  });

  it("are listed again where many others came between", () => {
    const upstreams = Array.from({ length: 200 }, (_, index) => `upstream-${index % 100}`);
    const { kinds, kindOf } = kindsOf(upstreams.map((upstream) => recordOf({ upstream })));
    expect(kinds).toHaveLength(200);
    expect(kindOf.map((kind) => kinds[kind - 1]?.upstream)).toEqual(upstreams);
    expect(kindsOf([])).toEqual({ kinds: [], kindOf: [] });
  });
});
