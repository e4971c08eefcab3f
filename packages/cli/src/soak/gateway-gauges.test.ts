import { expect, test } from "vitest";
import { gaugesOf, floorsOf } from "./gateway-gauges.ts";

test("gauges are summed over their labels, and one that is not shown is 0", () => {
  const text = [
    "# TYPE meridian_requests counter",
    'meridian_requests_total{outcome="completed"} 3',
    'meridian_requests_total{outcome="failed"} 2',
    "process_resident_memory_bytes 1.5e+8",
    "# EOF",
  ].join("\n");
  expect(gaugesOf(text)).toMatchObject({ records: 5, residentBytes: 150_000_000, streamsOpen: 0 });
});

test("what is held shows below the garbage, once the first third is over", () => {
  expect(floorsOf([1, 2, 3, 50, 20, 40, 60, 25, 90])).toEqual({ middle: 20, last: 25 });
});
