import { expect, test } from "vitest";
import { Engine } from "../engine/engine.ts";
import { seededRandom } from "../seeded-random.ts";
import { demoEngineOptions, demoFleet } from "./demo-fleet.ts";

/** TTFT and length of the stream of one mean request, alone. */
function timesOf(upstream: (typeof demoFleet)[number]) {
  const { model, outputTokens } = demoEngineOptions(upstream, 0, "key");
  if (!model || typeof outputTokens !== "function")
    throw new Error("The demo's engines have a model and draw their lengths.");
  const random = seededRandom(1);
  const lengths = Array.from({ length: 1000 }, () => outputTokens(random));
  const engine = new Engine(model);
  engine.submit(1155, Math.round(lengths.reduce((sum, length) => sum + length, 0) / lengths.length));
  const firstTokenMs = engine.beginStep() ?? 0;
  engine.endStep();
  let streamMs = 0;
  for (let ms = engine.beginStep(); ms !== null; ms = engine.beginStep()) {
    streamMs += ms;
    engine.endStep();
  }
  return { firstTokenMs, streamMs };
}

test.each(demoFleet)("$name answers a mean request after 100 to 600 ms and streams for 1 to 4 s", (upstream) => {
  const { firstTokenMs, streamMs } = timesOf(upstream);
  expect(firstTokenMs).toBeGreaterThan(100);
  expect(firstTokenMs).toBeLessThan(600);
  expect(streamMs).toBeGreaterThan(1000);
  expect(streamMs).toBeLessThan(4000);
});

test("the cheapest is the slowest", () => {
  const [east1, east2, west1] = demoFleet.map((upstream) => ({ ...timesOf(upstream), price: upstream.price.output }));
  expect([east1, east2, west1].map((one) => one?.price)).toEqual([2.7, 1.8, 0.9]);
  expect(west1?.firstTokenMs).toBeGreaterThan(2 * (east1?.firstTokenMs ?? 0));
});
