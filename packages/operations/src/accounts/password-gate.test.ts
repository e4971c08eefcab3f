import { describe, expect, it } from "vitest";
import { PasswordGate } from "./password-gate.ts";

/** Work that ends when it is told to. */
function works(gate: PasswordGate) {
  const ends: (() => void)[] = [];
  const begin = () => gate.pass(() => new Promise<void>((resolve) => ends.push(resolve)));
  return { ends, begin };
}

describe("PasswordGate", () => {
  it("lets 2 run, 3 wait in turn, and refuses the 6th as busy", async () => {
    const { ends, begin } = works(new PasswordGate({ atOnce: 2, mostWaiting: 3 }));
    const all = Array.from({ length: 5 }, begin);
    await expect(begin()).rejects.toMatchObject({ code: "busy" });
    for (let ended = 0; ended < 5; ended += 1) {
      expect(ends).toHaveLength(Math.min(5, 2 + ended));
      ends[ended]?.();
      await all[ended];
      // The one that waited begins in a later turn of the microtask queue.
      await Promise.resolve();
    }
    const again = begin();
    expect(ends).toHaveLength(6);
    ends[5]?.();
    await again;
  });

  it("frees its place when the work fails", async () => {
    const gate = new PasswordGate({ atOnce: 1, mostWaiting: 0 });
    await expect(gate.pass(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
    expect(await gate.pass(async () => 1)).toBe(1);
  });
});
