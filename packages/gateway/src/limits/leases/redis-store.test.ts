import { describe, expect, it, onTestFinished } from "vitest";
import { freePort } from "@meridian/free-port";
import { RedisStore } from "./redis-store.ts";

describe("the store of leases without a Redis", () => {
  it("opens all the same, and says of each exchange that it failed", async () => {
    const store = new RedisStore(`redis://127.0.0.1:${await freePort()}`, "a");
    onTestFinished(() => store.close());
    await store.open();
    await expect(store.exchange([])).rejects.toThrow(/closed|writeable/);
  });
});
