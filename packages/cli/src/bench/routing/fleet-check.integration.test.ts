import { expect, test } from "vitest";
import { chatWorkload, checkFleet, fleetWorkload, smallCacheTokens } from "./fleet-check.ts";

test("60 requests over real sockets: all are answered, the same engine is the faster as in the simulation, and none is faster than a quarter of its time there", async () => {
  const { answered, rows, byEngine } = await checkFleet(fleetWorkload(60));
  expect(answered).toBe(60);
  const [fast, slow] = byEngine;
  for (const kind of ["real", "simulated"] as const) expect(slow?.[kind]).toBeGreaterThan(fast?.[kind] ?? Number.NaN);
  for (const { real, simulated } of rows) {
    // Who is sent where is drawn; a machine that does other things too makes it slower.
    expect(real / simulated).toBeGreaterThan(0.25);
    expect(real / simulated).toBeLessThan(10);
  }
});

test("60 requests of chats over real sockets find as many tokens cached as in the simulation, within 5 of 100", async () => {
  const { answered, cachedShare } = await checkFleet(chatWorkload(60), smallCacheTokens);
  expect(answered).toBe(60);
  expect(cachedShare?.simulated).toBeGreaterThan(0.2);
  expect(Math.abs((cachedShare?.real ?? Number.NaN) - (cachedShare?.simulated ?? Number.NaN))).toBeLessThan(0.05);
});
