import { afterEach, expect, test } from "vitest";
import { BenchProcesses, runLoad } from "./bench-processes.ts";
import { cpuTimeMs } from "./cpu-time.ts";

const processes = new BenchProcesses();
afterEach(() => processes.stop());

test("through the bare relay every request is answered and no frame of a stream is lost", async () => {
  const relay = await processes.bareRelay(await processes.upstream());
  const load = { origin: relay.origin, key: "any", concurrency: 8, seconds: 0.2 };
  const small = await runLoad({ ...load, stream: false });
  expect(small.errors).toBe(0);
  expect(small.requests).toBeGreaterThanOrEqual(8);
  const streams = await runLoad({ ...load, stream: true });
  expect(streams).toMatchObject({ errors: 0, lostFrames: 0, frames: streams.requests * 103 });
  expect(cpuTimeMs(relay.pid)).toBeGreaterThan(0);
});
