import { expect, it, vi } from "vitest";
import { phrases } from "./phrases.ts";

it("makes each phrase once up to the most that is kept, and says the same of every number", () => {
  const phrase = vi.fn<(count: number) => string>((count) => `${count} in flight`);
  const inFlight = phrases(2, phrase);
  for (const count of [0, 2, 0, 2, 3, 3, -1, Number.POSITIVE_INFINITY, Number.NaN])
    expect(inFlight(count)).toBe(`${count} in flight`);
  expect(phrase.mock.calls.flat()).toEqual([0, 2, 3, 3, -1, Number.POSITIVE_INFINITY, Number.NaN]);
});
