import { describe, expect, it } from "vitest";
import { formatLiveTicket, liveTicketClaimsSchema, parseLiveTicket } from "./live-ticket.ts";

describe("live ticket", () => {
  it("reads back the 2 parts it writes", () => {
    const parts = { payload: "eyJhIjoxfQ", signature: "c2ln-_" };
    expect(formatLiveTicket(parts)).toBe("mt_eyJhIjoxfQ.c2ln-_");
    expect(parseLiveTicket(formatLiveTicket(parts))).toEqual(parts);
  });

  it.each(["", "mt_", "mt_a", "mt_a.", "mt_.b", "mt_a.b.c", "mk_a.b", "mt_a=.b", "mt_a.b\n"])("refuses %j", (text) => {
    expect(parseLiveTicket(text)).toBeNull();
  });

  it("has claims with 4 fields and no others", () => {
    const claims = {
      environmentId: "6f3c1b1e-8d53-4c54-9d0a-3f3f6f0a0001",
      subject: "u1",
      expiresAtMs: 1_000,
      nonce: "0123456789abcdef",
    };
    expect(liveTicketClaimsSchema.safeParse(claims).success).toBe(true);
    expect(liveTicketClaimsSchema.safeParse({ ...claims, admin: true }).success).toBe(false);
    expect(liveTicketClaimsSchema.safeParse({ ...claims, expiresAtMs: "1000" }).success).toBe(false);
  });
});
