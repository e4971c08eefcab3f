import { describe, expect, test } from "vitest";
import { PeakFit } from "./peak-fit.ts";

const startMs = 1_000_000;
/** 100 ms and 0.1 ms a token, seen 40 times. */
function trained(): PeakFit {
  const fit = new PeakFit({ priorSlope: 0.1, priorStrength: 1_000_000 });
  for (let count = 0; count < 40; count++) fit.observe(count * 100, 100 + count * 10, startMs);
  return fit;
}

describe("the peak-EWMA of a duration", () => {
  test("knows nothing before the first observation", () => {
    const fit = new PeakFit({ priorSlope: 0.1, priorStrength: 1_000_000 });
    expect(fit.trained).toBe(false);
    expect(fit.typicalAt(startMs)).toBeNull();
  });

  test("predicts 200 ms for 1,000 tokens and 2,100 ms for 20,000 after 100 ms + 0.1 ms a token", () => {
    const fit = trained();
    expect(fit.predict(1_000, startMs)).toBeCloseTo(200, 0);
    expect(fit.predict(20_000, startMs)).toBeCloseTo(2_100, 0);
  });

  test("rises to a peak at once: one answer three times as slow triples the prediction, and no more than quadruples it", () => {
    const fit = trained();
    fit.observe(1_000, 600, startMs);
    // The slow answer also moves what is taken for typical.
    expect(fit.predict(1_000, startMs) / 200).toBeGreaterThan(3);
    expect(fit.predict(1_000, startMs) / 200).toBeLessThan(4);
  });

  test("fades by time alone: 1/e of the excess is left after 10 s, nothing to speak of after 60 s", () => {
    const fit = trained();
    fit.observe(1_000, 600, startMs);
    const excessAfter = (ms: number): number =>
      fit.predict(1_000, startMs + ms) / fit.predict(1_000, startMs + 1e9) - 1;
    expect(excessAfter(10_000) / excessAfter(0)).toBeCloseTo(Math.exp(-1), 5);
    expect(excessAfter(60_000)).toBeLessThan(0.01);
  });

  test("rises at most eightfold by one observation", () => {
    const fit = trained();
    fit.observeAtLeast(1_000, 1e9, startMs);
    expect(fit.predict(1_000, startMs)).toBeCloseTo(1_600, 0);
  });

  test("does not take a wait that was given up sooner than usual for slowness", () => {
    const fit = trained();
    fit.observeAtLeast(1_000, 50, startMs);
    expect(fit.predict(1_000, startMs)).toBeCloseTo(200, 0);
  });

  test("believes a recovery within three answers that are 10 s apart", () => {
    const fit = new PeakFit({ priorSlope: 0.1, priorStrength: 1_000_000 });
    for (let count = 0; count < 100; count++) fit.observe(100, 3_000, startMs);
    for (let count = 1; count <= 3; count++) fit.observe(100, 200, startMs + count * 10_000);
    expect(fit.predict(100, startMs + 30_000)).toBeLessThan(600);
  });

  test("keeps a dip when nothing is sent: time alone is no slowness", () => {
    const fit = trained();
    fit.observe(1_000, 20, startMs + 60_000);
    const soonMs = fit.predict(1_000, startMs + 60_000);
    expect(fit.predict(1_000, startMs + 600_000)).toBeCloseTo(soonMs, 6);
  });
});
