import { expect, it } from "vitest";
import { readPeerMessage, writePeerMessage } from "./peer-message.ts";

const message = {
  from: "0d7e",
  loads: [{ upstream: 9_007_199_254_740_991, inFlight: 3, outstandingTokens: 900, unreadTokens: 0, oldestWaitMs: -1 }],
  prompts: [{ upstream: 7, hashes: Uint32Array.of(0, 1, 4_294_967_295) }],
};

it("arrives as it was written", () => {
  expect(readPeerMessage(writePeerMessage(message))).toEqual(message);
});

it.each([
  ["no JSON", "hello"],
  ["another version", JSON.stringify([2, "0d7e", [], []])],
  ["a load below nothing", JSON.stringify([1, "0d7e", [[7, -1, 0, 0, -1]], []])],
  ["hashes that are none", JSON.stringify([1, "0d7e", [], [[7, "?"]]])],
  ["more loads than 10,000", JSON.stringify([1, "0d7e", Array.from({ length: 10_001 }, () => [7, 1, 0, 0, -1]), []])],
  ["more prompts than 1,024", JSON.stringify([1, "0d7e", [], Array.from({ length: 1_025 }, () => [7, ""])])],
  ["more than 1 MB", writePeerMessage({ ...message, prompts: [{ upstream: 7, hashes: new Uint32Array(300_000) }] })],
])("is nothing to a gateway that hears %s", (_what, text) => {
  expect(readPeerMessage(text)).toBeNull();
});
