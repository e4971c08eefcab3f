import type { ServerResponse } from "node:http";
import { describe, expect, it } from "vitest";
import { badAndGood } from "../testing/bad-and-good.ts";
import { beginChat, chat, chatBody, readReply } from "../testing/chat-call.ts";
import {
  beginStream,
  completion,
  doneFrame,
  errorFrame,
  finishFrame,
  replyJson,
  replyStream,
  roleFrame,
  textFrame,
} from "../testing/wire.ts";

const on = badAndGood();
const cut = (response: ServerResponse) => response.socket?.destroy();
const afterFirst = (frames: string, then: (response: ServerResponse) => void) => (response: ServerResponse) => {
  beginStream(response, frames);
  setImmediate(() => then(response));
};

describe("failover", () => {
  it.each([408, 409, 429, 500, 502, 503, 529])(
    "rule 5: answers from the next upstream after status %d",
    async (status) => {
      on.bad.answer = (response) => replyJson(response, '{"error":{"message":"x"}}', status);
      const reply = await chat(on.gateway.url, chatBody());
      expect([reply.status, JSON.parse(reply.text).choices[0].message.content]).toEqual([200, "good"]);
      const record = await on.gateway.record();
      expect(record).toMatchObject({ outcome: "completed", attemptCount: 2, upstream: "good" });
      expect(record.details.attempts).toMatchObject([
        { upstream: "bad", as: "first", outcome: "failed", status },
        { upstream: "good", as: "fallback", outcome: "completed", status: 200 },
      ]);
    },
  );

  it("rule 5: answers from the next upstream when one cannot be reached", async () => {
    await on.bad.close();
    const reply = await chat(on.gateway.url, chatBody());
    expect(reply.status).toBe(200);
    expect((await on.gateway.record()).details.attempts[0]).toMatchObject({ cause: "connect", status: null });
  });

  it.each<[string, (response: ServerResponse) => void, string]>([
    ["an error event", (response) => replyStream(response, roleFrame, errorFrame), "stream_error"],
    [
      "an error event in the very bytes of the first content",
      (response) => replyStream(response, roleFrame, textFrame("x"), errorFrame),
      "stream_error",
    ],
    ["a cut", afterFirst(roleFrame, cut), "cut"],
    ["a cut in the middle of the first frame", afterFirst(roleFrame + textFrame("lost").slice(0, 30), cut), "cut"],
    ["an end without an end", (response) => replyStream(response, roleFrame), "cut"],
    ["nothing but [DONE]", (response) => replyStream(response, roleFrame, doneFrame), "malformed"],
    ["garbage", (response) => replyStream(response, "data: <html>\n\n"), "malformed"],
    ["JSON in place of a stream", (response) => replyJson(response, completion("x")), "malformed"],
    ["silence after its headers", (response) => beginStream(response, roleFrame), "first_token_timeout"],
    ["silence before its headers", () => undefined, "first_token_timeout"],
  ])(
    "rule 5: answers a stream from the next upstream when the 200 of the first is followed by %s",
    async (_name, answer, cause) => {
      on.bad.answer = answer;
      const reply = await chat(on.gateway.url, chatBody({ stream: true }));
      expect(reply.text).toBe(roleFrame + textFrame("good") + finishFrame + doneFrame);
      expect(reply.headers).toMatchObject({ "x-meridian-upstream": "good", "x-meridian-attempts": "2" });
      const record = await on.gateway.record();
      expect(record.details.attempts).toMatchObject([
        { upstream: "bad", outcome: "failed", cause },
        { upstream: "good" },
      ]);
    },
  );

  it.each<[string, (response: ServerResponse) => void, string]>([
    [
      "is cut short",
      (response) => {
        response.writeHead(200, { "content-type": "application/json", "content-length": "1000" });
        response.write(completion("half"));
        setImmediate(() => cut(response));
      },
      "cut",
    ],
    ["is no completion", (response) => replyJson(response, '{"error":"none"}'), "malformed"],
    ["never comes", () => undefined, "response_timeout"],
  ])("rule 5: answers from the next upstream when a reply without streaming %s", async (_name, answer, cause) => {
    on.bad.answer = answer;
    const reply = await chat(on.gateway.url, chatBody());
    expect(JSON.parse(reply.text).choices[0].message.content).toBe("good");
    expect((await on.gateway.record()).details.attempts[0]).toMatchObject({ cause });
  });

  it("rule 5: holds frames back to 64 and then lets them through, so that a later failure is the caller's to see", async () => {
    on.bad.answer = (response) => replyStream(response, roleFrame.repeat(65), errorFrame);
    const reply = await chat(on.gateway.url, chatBody({ stream: true }));
    // All of it came at once: nothing was relayed when the error was seen.
    expect(reply.text).toContain("good");
    on.bad.answer = afterFirst(roleFrame.repeat(70), (response) => response.end(errorFrame));
    const later = await chat(on.gateway.url, chatBody({ stream: true }));
    expect(later.text.startsWith(roleFrame.repeat(70))).toBe(true);
    expect(later.text).toContain('"code":"upstream_failed"');
  });

  it.each<[string, (response: ServerResponse) => void, string, string]>([
    [
      "an error event",
      afterFirst(roleFrame + textFrame("a"), (response) => response.end(errorFrame)),
      "stream_error",
      "upstream_failed",
    ],
    ["a cut", afterFirst(roleFrame + textFrame("a"), cut), "cut", "upstream_failed"],
    [
      "a cut in the middle of a frame",
      afterFirst(roleFrame + textFrame("a"), (response) => {
        response.write(textFrame("b").slice(0, 20));
        setTimeout(() => cut(response), 20);
      }),
      "cut",
      "upstream_failed",
    ],
    ["silence", (response) => beginStream(response, roleFrame, textFrame("a")), "idle_timeout", "upstream_timeout"],
  ])(
    "rule 6: ends a stream with an error event and no [DONE] when content is followed by %s",
    async (_name, answer, cause, code) => {
      on.bad.answer = answer;
      const reply = await chat(on.gateway.url, chatBody({ stream: true }));
      const [, , last, end] = reply.text.split("\n\n");
      expect(reply.text.startsWith(roleFrame + textFrame("a"))).toBe(true);
      expect(JSON.parse(last?.slice(6) ?? "")).toMatchObject({
        error: { code, request_id: reply.headers["x-request-id"] },
      });
      expect([end, reply.text.includes("[DONE]"), on.good.calls.length]).toEqual(["", false, 0]);
      const record = await on.gateway.record();
      expect(record).toMatchObject({
        outcome: "failed",
        status: code === "upstream_timeout" ? 504 : 502,
        errorCode: code,
        outputTokens: 1,
        tokensEstimated: true,
      });
      expect(record.details).toMatchObject({ gaveUp: "content_relayed", attempts: [{ cause, outcome: "failed" }] });
    },
  );

  it("rule 1: builds the reply's headers from the last attempt alone", async () => {
    on.bad.answer = (response) =>
      replyJson(response, "{}", 503, { "retry-after": "9", "x-ratelimit-remaining-tokens": "0" });
    const reply = await readReply(beginChat(on.gateway.url, chatBody()));
    expect(reply.headers["x-meridian-upstream"]).toBe("good");
    expect(reply.headers["x-meridian-attempts"]).toBe("2");
    expect(reply.headers["retry-after"]).toBeUndefined();
    expect(reply.headers["x-ratelimit-remaining-tokens"]).toBeUndefined();
  });

  it("rule 1: nor do an earlier attempt's headers come with the last one's failure", async () => {
    on.bad.answer = (response) =>
      replyJson(response, "{}", 429, { "retry-after": "9", "x-ratelimit-remaining-tokens": "0" });
    on.good.answer = (response) => replyJson(response, "{}", 500);
    on.gateway.apply(on.yaml({ retry: "max_attempts: 2, max_retry_share: 100%" }));
    const reply = await chat(on.gateway.url, chatBody());
    expect([reply.status, reply.headers["x-meridian-upstream"], on.bad.calls.length]).toEqual([502, "good", 1]);
    for (const name of ["retry-after", "retry-after-ms", "x-ratelimit-remaining-tokens"]) {
      expect(reply.headers[name]).toBeUndefined();
    }
  });

  it.each<[string, (response: ServerResponse) => void, number]>([
    ["an error event", (response) => replyStream(response, roleFrame, errorFrame), 502],
    ["a cut", afterFirst(roleFrame, cut), 502],
    ["silence", (response) => beginStream(response, roleFrame), 504],
  ])(
    "rule 5: when nobody is left, a stream that failed by %s before its content is answered in JSON with a real status",
    async (_name, answer, status) => {
      on.bad.answer = answer;
      on.good.answer = answer;
      on.gateway.apply(on.yaml({ retry: "max_attempts: 2, max_retry_share: 100%" }));
      const reply = await chat(on.gateway.url, chatBody({ stream: true }));
      expect([reply.status, reply.headers["content-type"]]).toEqual([status, "application/json"]);
      expect(JSON.parse(reply.text).error).toMatchObject({ type: "upstream_error" });
      expect(await on.gateway.record()).toMatchObject({ attemptCount: 2, outcome: "failed", status });
    },
  );
});
