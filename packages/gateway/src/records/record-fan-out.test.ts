import type { RequestRecord } from "@meridian/metrics";
import { expect, it } from "vitest";
import { aRecord } from "@meridian/metrics/testing";
import { RequestTotals } from "../observability/request-totals.ts";
import { RecordFanOut } from "./record-fan-out.ts";

it("counts a request whose key is unknown under the environment `none`, and neither stores nor shows it", () => {
  const totals = new RequestTotals();
  const stored: RequestRecord[] = [];
  const sink = new RecordFanOut(totals, [{ accept: (record) => void stored.push(record) }]);
  sink.accept(aRecord({ environmentId: "", outcome: "rejected", status: 401 }));
  const known = aRecord({});
  sink.accept(known);
  expect(stored).toEqual([known]);
  expect(totals.series.map(({ environment, requests }) => ({ environment, requests }))).toEqual([
    { environment: "none", requests: 1 },
    { environment: known.environmentId, requests: 1 },
  ]);
});
