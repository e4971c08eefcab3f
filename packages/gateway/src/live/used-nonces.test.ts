import { describe, expect, it } from "vitest";
import { UsedNonces } from "./used-nonces.ts";

describe("UsedNonces", () => {
  it("lets a ticket in once, and forgets it only after it has expired", () => {
    const nonces = new UsedNonces();
    expect(nonces.use("a", 60_000, 0)).toBe(true);
    expect(nonces.use("a", 60_000, 59_999)).toBe(false);
    expect(nonces.use("b", 90_000, 59_999)).toBe(true);
    expect(nonces.use("a", 120_000, 70_000)).toBe(true);
  });
});
