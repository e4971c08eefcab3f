import { describe, expect, it } from "vitest";
import { freePort } from "@meridian/free-port";
import { sharedLimit as limit, SharingGateway } from "../../../test/sharing-gateway.ts";

/** Every port of it is closed. */
const nowhere = async (): Promise<string> => `redis://127.0.0.1:${await freePort()}`;

describe("a gateway that never reached Redis", () => {
  it("keeps the limit by itself, says so once, and is not connected", async () => {
    const gateway = new SharingGateway(await nowhere(), "a", () => 1_000);
    for (let i = 0; i < 3; i++) await gateway.serve(400);
    expect(gateway.meter.used).toBe(limit);
    expect(gateway.keeper.state).toMatchObject({ connected: false, gateways: 1, exchanges: 0, failures: 3 });
    expect(gateway.log).toEqual(["Redis is gone: limits are kept by local shares"]);
  });
});
