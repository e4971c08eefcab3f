import { connect } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { beginChat, chat, chatBody } from "../testing/chat-call.ts";
import { chatHead, rawCall } from "../testing/raw-call.ts";
import { type RawUpstream, startRawUpstream } from "../testing/raw-upstream.ts";
import { routingYaml } from "../testing/routing-yaml.ts";
import { startTestGateway, type TestGateway, testKey } from "../testing/start-test-gateway.ts";
import { waitUntil } from "../testing/wait-until.ts";
import {
  beginStream,
  doneFrame,
  finishFrame,
  replyJson,
  replyStream,
  roleFrame,
  textFrame,
  usageFrame,
} from "../testing/wire.ts";

let upstream: RawUpstream;
let gateway: TestGateway;

beforeEach(async () => {
  upstream = await startRawUpstream((response) =>
    replyStream(response, roleFrame, textFrame("a"), finishFrame, usageFrame, doneFrame),
  );
  gateway = await startTestGateway(routingYaml({ east: upstream.url }), { clientStallMs: 300 });
});
afterEach(async () => {
  await gateway.close();
  await upstream.close();
});

const streaming = chatBody({ stream: true });
const inFlight = () => [...gateway.registry.all()][0]?.state.view(0, Date.now()).inFlight;

describe("streams", () => {
  it("rule 11: relays each frame when it comes: the next is sent only once the caller has the one before", async () => {
    let send: ((frame: string) => void) | null = null;
    let end: (() => void) | null = null;
    upstream.answer = (response) => {
      beginStream(response, roleFrame + textFrame("0"));
      send = (frame) => void response.write(frame);
      end = () => response.end(doneFrame);
    };
    let text = "";
    const request = beginChat(gateway.url, streaming);
    request.on("response", (response) => {
      response.setEncoding("utf8").on("data", (chunk: string) => {
        text += chunk;
      });
    });
    const delays: number[] = [];
    await waitUntil(() => text.endsWith(textFrame("0")), "frame 0");
    for (let i = 1; i <= 20; i += 1) {
      const sentAt = performance.now();
      send!(textFrame(String(i)));
      await waitUntil(() => text.endsWith(textFrame(String(i))), `frame ${i}`);
      delays.push(performance.now() - sentAt);
    }
    end!();
    await waitUntil(() => text.endsWith(doneFrame), "the end");
    // 40 ms would be Nagle and delayed acknowledgements.
    expect(delays.sort((a, b) => a - b)[10]).toBeLessThan(20);
  });

  it("rule 11: split at every position on the wire, a stream arrives as the same bytes, comments and all", async () => {
    const frames = `: hello\n\n${roleFrame}${textFrame("Grüße 🌍")}event: x\r\ndata: {"choices":[{"delta":{"content":"b"}}]}\r\n\r\n${finishFrame}${usageFrame}${doneFrame}`;
    const bytes = Buffer.from(frames);
    const expected = frames.replace(usageFrame, "");
    const positions = Array.from({ length: Math.ceil(bytes.length / 7) }, (_, i) => i * 7 + 1).filter(
      (i) => i < bytes.length,
    );
    upstream.answer = (response, call) => {
      const at = Number(JSON.parse(call.body).seed);
      beginStream(response);
      response.write(bytes.subarray(0, at));
      setImmediate(() => response.end(bytes.subarray(at)));
    };
    const replies = await Promise.all(positions.map((seed) => chat(gateway.url, chatBody({ stream: true, seed }))));
    for (const reply of replies) expect(reply.text).toBe(expected);
    await waitUntil(() => gateway.records.length === positions.length, "all records");
    for (const record of gateway.records)
      expect(record).toMatchObject({ inputTokens: 12, outputTokens: 3, cachedInputTokens: 8 });
  });

  it.each([
    ["before the upstream's headers", () => undefined, 0],
    [
      "while frames are held back",
      (response: Parameters<typeof beginStream>[0]) => beginStream(response, roleFrame),
      0,
    ],
    [
      "in the middle of the stream",
      (response: Parameters<typeof beginStream>[0]) => beginStream(response, roleFrame, textFrame("a"), textFrame("b")),
      2,
    ],
  ])(
    "rule 13: a caller that leaves %s aborts the upstream within 50 ms (on a busy machine 500), frees its own slot and no other, and leaves one 499",
    async (_name, answer, tokens) => {
      // Another stream is in flight all the while: a slot that is given back twice would be this one's.
      upstream.answer = (response) => beginStream(response, roleFrame, textFrame("beside"));
      const beside = beginChat(gateway.url, streaming).on("error", () => undefined);
      await waitUntil(() => gateway.counters.streamsOpen === 1, "the stream beside it");
      upstream.answer = answer;
      const request = beginChat(gateway.url, streaming);
      request.on("error", () => undefined);
      let text = "";
      request.on("response", (response) => {
        response.on("error", () => undefined);
        response.on("data", (chunk: Buffer) => {
          text += chunk.toString();
        });
      });
      await waitUntil(
        () => upstream.calls.length === 2 && (tokens === 0 || text.includes(textFrame("b"))),
        "the stream",
      );
      const atOnce = () => [inFlight(), gateway.counters.requestsInFlight, gateway.registry.inFlight.all];
      expect(atOnce()).toEqual([2, 2, 2]);
      const leftAtMs = performance.now();
      request.destroy();
      await waitUntil(() => upstream.calls[1]?.abortedAtMs !== null, "the abort");
      expect((upstream.calls[1]?.abortedAtMs ?? 0) - leftAtMs).toBeLessThan(10 * 50);
      expect(atOnce()).toEqual([1, 1, 1]);
      const record = await gateway.record();
      expect(record).toMatchObject({
        outcome: "cancelled",
        status: 499,
        errorCode: "client_closed",
        outputTokens: tokens,
        tokensEstimated: true,
      });
      expect(record.inputTokens).toBeGreaterThan(0);
      expect([gateway.records.length, gateway.counters.streamsOpen]).toEqual([1, 1]);
      beside.destroy();
      await waitUntil(() => gateway.records.length === 2, "the other's record");
      expect([...atOnce(), gateway.counters.streamsOpen]).toEqual([0, 0, 0, 0]);
    },
  );

  it("rule 13: a caller that leaves during its own upload leaves one 499 and calls nobody", async () => {
    const socket = connect(gateway.port, "127.0.0.1");
    socket.write(
      `POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${testKey}\r\ncontent-length: 100\r\n\r\n{`,
    );
    await waitUntil(() => gateway.counters.requestsInFlight === 1, "the request");
    socket.destroy();
    expect(await gateway.record()).toMatchObject({ outcome: "cancelled", status: 499, attemptCount: 0 });
    expect(upstream.calls).toHaveLength(0);
  });

  it("rule 14: asks the upstream for usage and strips it when the caller did not ask", async () => {
    const reply = await chat(gateway.url, streaming);
    expect(JSON.parse(upstream.calls[0]?.body ?? "").stream_options).toEqual({ include_usage: true });
    expect(reply.text).toBe(roleFrame + textFrame("a") + finishFrame + doneFrame);
    expect(await gateway.record()).toMatchObject({
      inputTokens: 12,
      cachedInputTokens: 8,
      outputTokens: 3,
      tokensEstimated: false,
    });
  });

  it("rule 14: an upstream that refuses stream_options is asked once more without, and never again with it", async () => {
    upstream.answer = (response, call) => {
      const refused = JSON.parse(call.body).stream_options !== undefined;
      const said = { message: "Unrecognized request argument supplied: stream_options", type: "invalid_request_error" };
      if (refused) replyJson(response, JSON.stringify({ error: said }), 400);
      else replyStream(response, roleFrame, textFrame("a"), finishFrame, doneFrame);
    };
    for (let i = 0; i < 3; i += 1)
      expect((await chat(gateway.url, streaming)).text).toBe(roleFrame + textFrame("a") + finishFrame + doneFrame);
    expect(upstream.calls).toHaveLength(4);
    expect(await gateway.record()).toMatchObject({ attemptCount: 1, outcome: "completed", tokensEstimated: true });
    expect(inFlight()).toBe(0);
    // What the caller itself asked for is the caller's to hear about.
    const asked = await chat(gateway.url, chatBody({ stream: true, stream_options: { include_usage: true } }));
    expect(asked.status).toBe(400);
  });

  it("rule 14: of streams that began together, all are asked once more without stream_options", async () => {
    const asked: (() => void)[] = [];
    upstream.answer = (response, call) => {
      if (JSON.parse(call.body).stream_options === undefined) {
        return replyStream(response, roleFrame, textFrame("a"), finishFrame, doneFrame);
      }
      const error = { message: "Unrecognized request argument supplied: stream_options" };
      asked.push(() => replyJson(response, JSON.stringify({ error }), 400));
      if (asked.length === 5) for (const refuse of asked) refuse();
    };
    const replies = await Promise.all(Array.from({ length: 5 }, () => chat(gateway.url, streaming)));
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
  });

  it("rule 14: a refusal that only repeats the caller's words does not end asking for usage", async () => {
    upstream.answer = (response) =>
      replyJson(response, JSON.stringify({ error: { message: "Invalid role: 'stream_options'" } }), 400);
    const odd = chatBody({ stream: true, messages: [{ role: "stream_options", content: "hi" }] });
    expect((await chat(gateway.url, odd)).status).toBe(400);
    upstream.answer = (response) =>
      replyStream(response, roleFrame, textFrame("a"), finishFrame, usageFrame, doneFrame);
    await chat(gateway.url, streaming);
    expect(JSON.parse(upstream.calls.at(-1)?.body ?? "").stream_options).toEqual({ include_usage: true });
    expect(await gateway.record(1)).toMatchObject({ inputTokens: 12, tokensEstimated: false });
  });

  it("rule 14: keeps usage when the caller asked for it, and estimates it when there is none", async () => {
    const asked = await chat(gateway.url, chatBody({ stream: true, stream_options: { include_usage: true } }));
    expect(asked.text).toContain(usageFrame);
    upstream.answer = (response) => replyStream(response, roleFrame, textFrame("a"), textFrame("b"), doneFrame);
    await chat(gateway.url, streaming);
    expect(await gateway.record(1)).toMatchObject({ outputTokens: 2, tokensEstimated: true });
  });

  it("ends with [DONE] even when the upstream then keeps its connection open", async () => {
    upstream.answer = (response) => beginStream(response, roleFrame, textFrame("a"), doneFrame);
    const reply = await chat(gateway.url, streaming);
    expect(reply.text.endsWith(doneFrame)).toBe(true);
    expect(await gateway.record()).toMatchObject({ outcome: "completed" });
    await waitUntil(() => upstream.calls[0]?.abortedAtMs !== null, "the upstream is let go");
  });

  it("takes a stream that finished without [DONE] for complete", async () => {
    upstream.answer = (response) => replyStream(response, roleFrame, textFrame("a"), finishFrame);
    expect((await chat(gateway.url, streaming)).cut).toBe(false);
    expect(await gateway.record()).toMatchObject({ outcome: "completed" });
  });

  it("rule 11: relays 200 streams at a time without mixing or losing a frame", async () => {
    upstream.answer = (response, call) => {
      const { seed } = JSON.parse(call.body);
      beginStream(response, roleFrame);
      let n = 0;
      const next = (): void => {
        if (n === 30) return void response.end(doneFrame);
        response.write(textFrame(`${seed}-${n}`));
        n += 1;
        setImmediate(next);
      };
      next();
    };
    const replies = await Promise.all(
      Array.from({ length: 200 }, (_, seed) => chat(gateway.url, chatBody({ stream: true, seed }))),
    );
    replies.forEach((reply, seed) => {
      const frames = Array.from({ length: 30 }, (_, n) => textFrame(`${seed}-${n}`)).join("");
      expect(reply.text).toBe(roleFrame + frames + doneFrame);
    });
    await waitUntil(() => gateway.records.length === 200, "all records");
    expect(inFlight()).toBe(0);
    expect(gateway.counters.streamsOpen).toBe(0);
  });

  it("rule 11: relays frames of any size and alphabet as they are, to a caller of HTTP/1.0 too, which knows no chunks", async () => {
    const texts = [
      "Grüße, 世界 👋",
      "x".repeat(11_000),
      "y".repeat(13_000),
      "é".repeat(6_100),
      "z".repeat(100_000),
      "end",
    ];
    const frames = texts.map(textFrame);
    upstream.answer = (response) => {
      beginStream(response, roleFrame, textFrame("first"));
      const next = (): void => {
        const frame = frames.shift();
        if (frame === undefined) response.end(finishFrame + doneFrame);
        // Each comes by itself, as a model's tokens do.
        else response.write(frame, () => setImmediate(next));
      };
      next();
    };
    const whole = [roleFrame, ...["first", ...texts].map(textFrame), finishFrame, doneFrame].join("");
    expect((await chat(gateway.url, streaming)).text).toBe(whole);
    frames.push(...texts.map(textFrame));
    const head = chatHead(`content-length: ${Buffer.byteLength(streaming)}`).replace("HTTP/1.1", "HTTP/1.0");
    const answer = await rawCall(gateway.port, head + streaming);
    expect(answer.slice(answer.indexOf("\r\n\r\n") + 4)).toBe(whole);
  });
});
