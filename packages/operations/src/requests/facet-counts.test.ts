import type { RequestGroup } from "@meridian/db";
import { describe, expect, it } from "vitest";
import { countFitting, facetCounts } from "./facet-counts.ts";

const group = (fields: Partial<RequestGroup>): RequestGroup => ({
  outcome: "completed",
  route: "chat",
  model: "small",
  upstream: "east",
  keyId: "k1",
  keyName: "App",
  configVersion: 1,
  promptVariant: null,
  region: null,
  status: 200,
  errorCode: null,
  stream: true,
  requests: 1,
  ...fields,
});

const groups = [
  group({ requests: 70 }),
  group({ upstream: "west", requests: 20 }),
  group({ upstream: "west", outcome: "failed", status: 502, errorCode: "upstream_failed", requests: 10 }),
];

describe("facetCounts", () => {
  it("counts each value under all other filters, and not under its own", () => {
    const facets = facetCounts(groups, { outcome: "failed" });
    expect(facets.upstream).toEqual([{ value: "west", label: "west", requests: 10 }]);
    expect(facets.outcome).toEqual([
      { value: "completed", label: "completed", requests: 90 },
      { value: "failed", label: "failed", requests: 10 },
    ]);
  });

  it("names keys by their name and leaves out what a request does not have", () => {
    const facets = facetCounts(groups, {});
    expect(facets.keyId).toEqual([{ value: "k1", label: "App", requests: 100 }]);
    expect(facets.region).toEqual([]);
  });

  it("counts what fits all filters", () => {
    expect(countFitting(groups, { upstream: "west" })).toBe(30);
    expect(countFitting(groups, { upstream: "west", stream: false })).toBe(0);
  });
});
