import { describe, expect, it } from "vitest";
import { parseClientFrame } from "./client-frame.ts";
import { liveCloseCodes, liveErrorCodes } from "./live-error.ts";
import { parseLiveFrame } from "./parse-live-frame.ts";

describe("parseLiveFrame", () => {
  const tick = { type: "tick", sequence: 4, atMs: 1, cells: [], upstreams: [], requests: [], comingLater: true };

  it("reads a frame with fields that it does not know", () => {
    expect(parseLiveFrame(JSON.stringify(tick))).toMatchObject({ type: "tick", sequence: 4 });
  });

  it.each([
    ["text that is not JSON", "{"],
    ["a value that is not a frame", "null"],
    ["a frame of a later kind", '{"type":"later"}'],
    ["a tick without cells", JSON.stringify({ ...tick, cells: undefined })],
    ["a welcome of another protocol version", '{"type":"welcome","protocol":1,"instanceId":"a"}'],
  ])("skips %s", (_what, text) => {
    expect(parseLiveFrame(text)).toBeNull();
  });
});

describe("parseClientFrame", () => {
  it("reads a subscribe frame", () => {
    expect(parseClientFrame('{"type":"subscribe","ticket":"mt_a.b"}')).toEqual({ type: "subscribe", ticket: "mt_a.b" });
  });

  it.each([
    "",
    "[]",
    '{"type":"subscribe"}',
    '{"type":"subscribe","ticket":"a","more":1}',
    '{"type":"other","ticket":"a"}',
  ])("refuses %s", (text) => {
    expect(parseClientFrame(text)).toBeNull();
  });
});

describe("liveCloseCodes", () => {
  it("gives each of the 9 errors a number of its own", () => {
    expect(new Set(Object.values(liveCloseCodes)).size).toBe(liveErrorCodes.length);
  });
});
