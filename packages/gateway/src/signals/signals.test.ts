import { createServer } from "node:http";
import { describe, expect, it, onTestFinished } from "vitest";
import { listenOn } from "../listen-on.ts";
import { SignalBoard } from "./signal-board.ts";
import { SignalRequests } from "./signal-requests.ts";

const token = "a-token-of-enough-characters";

async function port(given: string | null = token) {
  const world = { nowMs: 1_000_000 };
  const board = new SignalBoard();
  const requests = new SignalRequests({ board, token: given, clock: () => world.nowMs });
  const server = createServer((request, response) => {
    void requests.answer(request, (request.url ?? "").slice("/signals".length)).then(({ status, body }) => {
      response.writeHead(status).end(JSON.stringify(body));
    });
  });
  const { port: number } = await listenOn(server, "127.0.0.1", 0);
  onTestFinished(() => void server.close());
  const ask = async (method: string, path: string, body?: string, authorization = `Bearer ${token}`) => {
    const headers = { authorization, connection: "close" };
    const init = body === undefined ? { method, headers } : { method, headers, body };
    const response = await fetch(`http://127.0.0.1:${number}/signals${path}`, init);
    return { status: response.status, body: (await response.json()) as Readonly<Record<string, unknown>> };
  };
  return { ask, board, world };
}

const half = '{ "value": 0.5, "ttl_seconds": 60 }';

describe("signals", () => {
  it("are set, listed, overwritten and removed by who shows the token, and end with their time", async () => {
    const { ask, board, world } = await port();
    expect(await ask("PUT", "/spot%20price", half)).toEqual({
      status: 200,
      body: { name: "spot price", value: 0.5, expires_in_seconds: 60 },
    });
    await ask("PUT", "/status", '{ "value": "degraded", "ttl_seconds": 5 }');
    await ask("PUT", "/open", '{ "value": true, "ttl_seconds": 600 }');
    world.nowMs += 5_000;
    expect(board.valueOf("status", world.nowMs)).toBeNull();
    expect((await ask("GET", "")).body).toEqual({
      signals: [
        { name: "spot price", value: 0.5, expires_in_seconds: 55 },
        { name: "open", value: true, expires_in_seconds: 595 },
      ],
    });
    expect((await ask("DELETE", "/open")).status).toBe(200);
    expect((await ask("DELETE", "/open")).status).toBe(404);
    expect(board.valueOf("open", world.nowMs)).toBeNull();
  });

  it("are refused without the token, and without one set with a sentence that says how", async () => {
    const { ask, board } = await port();
    for (const wrong of ["", "Bearer", "Bearer wrong", `Basic ${token}`, `Bearer ${token}x`]) {
      expect((await ask("PUT", "/s", half, wrong)).status).toBe(401);
    }
    expect((await ask("GET", "", undefined, "Bearer no")).status).toBe(401);
    expect(board.all(0)).toEqual([]);
    const off = await port(null);
    expect(await off.ask("PUT", "/s", half)).toEqual({
      status: 403,
      body: {
        error: "signals_off",
        message: "Set GATEWAY_SIGNALS_TOKEN to a secret and restart the gateway to take signals.",
      },
    });
  });

  it.each([
    ["not JSON", "x", 400],
    ["no object", "[1]", 400],
    ["no value", '{ "ttl_seconds": 5 }', 400],
    ["a value that is none", '{ "value": null, "ttl_seconds": 5 }', 400],
    ["a number beyond all numbers", '{ "value": 1e999, "ttl_seconds": 5 }', 400],
    ["no time to live", '{ "value": 1 }', 400],
    ["a time to live of nothing", '{ "value": 1, "ttl_seconds": 0 }', 400],
    ["too long a time to live", '{ "value": 1, "ttl_seconds": 604801 }', 400],
    ["too long a text", JSON.stringify({ value: "x".repeat(257), ttl_seconds: 5 }), 400],
    ["something more", '{ "value": 1, "ttl": 1, "ttl_seconds": 5 }', 400],
    ["too many bytes", JSON.stringify({ value: "x".repeat(5_000), ttl_seconds: 5 }), 413],
  ])("of %s are refused", async (_what, body, status) => {
    const { ask, board } = await port();
    const answer = await ask("PUT", "/s", body);
    expect(answer).toMatchObject({ status, body: { message: expect.stringMatching(/\.$/) } });
    expect(board.all(0)).toEqual([]);
  });

  it("need a name, and are bounded in number", async () => {
    const { ask, board, world } = await port();
    for (const path of ["", "/", "/a/b", "/a%0ab", `/${"x".repeat(129)}`, "/%E0%A4%A"]) {
      expect((await ask("PUT", path, half)).status).toBe(404);
    }
    expect((await ask("POST", "/s", half)).status).toBe(405);
    for (let count = 0; count < 256; count++)
      board.set({ name: `${count}`, value: 1, untilMs: 2_000_000 }, world.nowMs);
    expect((await ask("PUT", "/one-more", half)).status).toBe(409);
    expect((await ask("PUT", "/7", half)).status).toBe(200);
    world.nowMs = 2_000_000;
    expect((await ask("PUT", "/one-more", half)).status).toBe(200);
  });
});
