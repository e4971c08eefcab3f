import { describe, expect, it } from "vitest";

type Policy = {
  readonly looping: boolean;
  ended(nowMs: number, upMs: number): { readonly waitMs: number; readonly loopBegins: boolean };
};
const { RestartPolicy } = (await import(new URL("../../launch/restart-policy.mjs", import.meta.url).href)) as {
  readonly RestartPolicy: new () => Policy;
};

describe("RestartPolicy", () => {
  it("waits 100, 200, 400, 800 ms, and 30 s from the fifth end within a minute on, which it tells once", () => {
    const policy = new RestartPolicy();
    const told = [1, 2, 3, 4, 5, 6].map((n) => policy.ended(n * 1_000, 500));
    expect(told.map(({ waitMs }) => waitMs)).toEqual([100, 200, 400, 800, 30_000, 30_000]);
    expect(told.map(({ loopBegins }) => loopBegins)).toEqual([false, false, false, false, true, false]);
    expect(policy.looping).toBe(true);
  });

  it("is no loop when ends are 15 s apart", () => {
    const policy = new RestartPolicy();
    for (let n = 0; n < 20; n++) expect(policy.ended(n * 15_000, 14_000)).toMatchObject({ loopBegins: false });
    expect(policy.looping).toBe(false);
  });

  it("forgets the loop once it has run for a minute", () => {
    const policy = new RestartPolicy();
    for (let n = 0; n < 5; n++) policy.ended(n, 0);
    expect(policy.ended(30_000, 29_000).waitMs).toBe(30_000);
    expect(policy.ended(120_000, 60_000)).toEqual({ waitMs: 100, loopBegins: false });
  });
});
