import { expect, test } from "vitest";
import { plainModel } from "../testing/small-fleet.ts";
import { compareWithLog } from "./compare-with-log.ts";
import { readEngineLog } from "./engine-log.ts";

const row = (arrival_time: number, first: number, last: number) =>
  JSON.stringify({
    request_id: "a",
    input_toks: 100,
    output_toks: 11,
    arrival_time: 1_777_000_000 + arrival_time,
    queued_ts: 500 + arrival_time,
    first_token_ts: 500 + first,
    last_token_ts: 500 + last,
  });

test("a log of an engine like the model is met to the last per mille", () => {
  const log = readEngineLog(`${row(0, 0.11, 0.21)}\n${row(1, 1.11, 1.21)}\n`);
  for (const { measure, real, simulated } of compareWithLog(log, plainModel)) {
    expect({ measure, error: Math.abs(simulated / real - 1) < 1e-3 }).toEqual({ measure, error: true });
  }
});

test("what it measures is TTFT, TPOT and E2E at mean, p50, p90 and p99", () => {
  const [ttft, , , , tpot, , , , e2e] = compareWithLog(readEngineLog(row(0, 0.12, 0.32)), plainModel);
  expect(ttft).toMatchObject({ measure: "TTFT", statistic: "mean", simulated: 110 });
  expect(ttft?.real).toBeCloseTo(120, 3);
  expect(tpot).toMatchObject({ measure: "TPOT", simulated: 10 });
  expect(tpot?.real).toBeCloseTo(20, 3);
  expect(e2e?.real).toBeCloseTo(320, 3);
});

test.each([
  ["", "empty"],
  ["[", "Line 1 of the log is not JSON"],
  ['{"input_toks":1}', "`output_toks` must be a number"],
])("%j is refused: %s", (text, message) => {
  expect(() => readEngineLog(text)).toThrow(message);
});
