import { formatLiveTicket, parseLiveTicket } from "@meridian/access";
import { describe, expect, it } from "vitest";
import { createLiveTicketSigner } from "./live-ticket-signer.ts";

const signer = createLiveTicketSigner(new Uint8Array(32).fill(1));
const claims = {
  environmentId: "6f3c1b1e-8d53-4c54-9d0a-3f3f6f0a0001",
  subject: "user-1",
  expiresAtMs: 60_000,
  nonce: "0123456789abcdef",
};
const text = signer.sign(claims);
const parts = parseLiveTicket(text) ?? { payload: "", signature: "" };

describe("live tickets", () => {
  it("hold until the last millisecond before they expire", () => {
    expect(signer.verify(text, 0)).toEqual({ kind: "valid", ticket: claims });
    expect(signer.verify(text, 59_999)).toEqual({ kind: "valid", ticket: claims });
    expect(signer.verify(text, 60_000)).toEqual({ kind: "expired" });
  });

  it("are bad when the claims were changed under the signature", () => {
    const payload = Buffer.from(JSON.stringify({ ...claims, expiresAtMs: 1e15 })).toString("base64url");
    expect(signer.verify(formatLiveTicket({ ...parts, payload }), 0)).toEqual({ kind: "bad" });
  });

  it("are bad, not expired, when they are forged and old", () => {
    const forged = createLiveTicketSigner(new Uint8Array(32).fill(2)).sign({ ...claims, expiresAtMs: 1 });
    expect(signer.verify(forged, 1_000)).toEqual({ kind: "bad" });
  });

  it.each([
    ["nothing", ""],
    ["prose", "let me in"],
    ["a cut signature", text.slice(0, -4)],
    ["no signature", `mt_${parts.payload}.`],
    ["a longer signature", `${text}AAAA`],
  ])("are bad when they are %s", (_, bad) => {
    expect(signer.verify(bad, 0)).toEqual({ kind: "bad" });
  });
});
