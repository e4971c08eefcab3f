import type { ServerResponse } from "node:http";
import { describe, expect, it } from "vitest";
import { badAndGood } from "../testing/bad-and-good.ts";
import { beginChat, chat, chatBody } from "../testing/chat-call.ts";
import { waitUntil } from "../testing/wait-until.ts";
import { beginStream, errorFrame, replyJson, replyStream, roleFrame, textFrame } from "../testing/wire.ts";

const on = badAndGood();
const cut = (response: ServerResponse) => response.socket?.destroy();
const afterFirst = (response: ServerResponse, frames: string, then: (response: ServerResponse) => void): void => {
  beginStream(response, frames);
  setImmediate(() => then(response));
};

describe("the health of upstreams", () => {
  it.each([400, 405, 406, 410, 413, 415, 422, 431, 451])(
    "rule 8: of 20 requests refused with %d, streaming and not, none hurts the upstream's health, and each caller hears of it",
    async (status) => {
      on.gateway.apply(on.yaml({ upstream: "circuit_breaker: { consecutive_failures: 3, min_requests: 5 }" }));
      on.bad.answer = (response) => replyJson(response, '{"error":{"message":"your mistake"}}', status);
      for (let i = 0; i < 20; i += 1) {
        const reply = await chat(on.gateway.url, chatBody({ stream: i % 2 === 0 }));
        expect([reply.status, JSON.parse(reply.text).error.message]).toEqual([status, "your mistake"]);
      }
      expect([on.bad.calls.length, on.good.calls.length]).toEqual([20, 0]);
      const [environment] = on.gateway.registry.all();
      expect(environment?.state.view(0, Date.now()).health).toMatchObject({
        breaker: { kind: "closed" },
        misconfigured: null,
        ejectedUntilMs: 0,
        cooldownUntilMs: 0,
      });
      expect(on.gateway.records.every(({ outcome }) => outcome === "rejected")).toBe(true);
    },
  );

  it.each([
    [401, "credentials"],
    [402, "credentials"],
    [403, "credentials"],
    [404, "model_not_found"],
  ] as const)(
    "rule 8: takes %d for the upstream's own fault, says so loudly, and passes it over from then on",
    async (status, flag) => {
      on.gateway.apply(on.yaml({ upstream: "upstream_model: theirs" }));
      on.bad.answer = (response) => replyJson(response, "{}", status);
      expect((await chat(on.gateway.url, chatBody())).status).toBe(200);
      expect((await chat(on.gateway.url, chatBody())).status).toBe(200);
      const [environment] = on.gateway.registry.all();
      expect(environment?.state.view(0, Date.now()).health.misconfigured).toBe(flag);
      expect([on.bad.calls.length, on.good.calls.length]).toEqual([1, 2]);
      expect(on.gateway.logged()).toContain("misconfigured");
    },
  );

  it("rule 8: a model that the caller alone names and nobody knows is a 404, and marks no upstream", async () => {
    on.bad.answer = (response) => replyJson(response, '{"error":{"message":"no such model"}}', 404);
    on.good.answer = on.bad.answer;
    for (let i = 0; i < 5; i += 1) {
      const reply = await chat(on.gateway.url, chatBody({ model: "chat-typo" }));
      expect([reply.status, JSON.parse(reply.text).error.code]).toEqual([404, "model_not_found"]);
    }
    // Each time both are asked: one of them may have it.
    expect([on.bad.calls.length, on.good.calls.length]).toEqual([5, 5]);
    const [environment] = on.gateway.registry.all();
    const marks = environment?.state.views(Date.now()).map(({ health }) => health.misconfigured);
    expect(marks).toEqual([null, null]);
    expect(on.gateway.logged()).not.toContain("misconfigured");
  });

  it("rule 8: says once of an upstream and a model that the one does not know the other, and of few models of callers' making", async () => {
    on.bad.answer = (response) => replyJson(response, '{"error":{"message":"no such model"}}', 404);
    on.good.answer = on.bad.answer;
    const ask = (model: string) => chat(on.gateway.url, chatBody({ model }));
    const said = () => {
      const lines = on.gateway
        .logged()
        .split("\n")
        .filter((line) => line.includes("does not know the model"));
      return lines.map((line) => JSON.parse(line)).map(({ upstream, model, last }) => [upstream, model, last]);
    };
    for (const model of ["chat-typo", "chat-typo", "chat-other", "chat-typo", "chat-what is my balance", "chat-?"])
      await ask(model);
    expect(said()).toEqual([
      ["bad", "chat-typo", false],
      ["good", "chat-typo", false],
      ["bad", "chat-other", false],
      ["good", "chat-other", false],
      ["bad", null, false],
      ["good", null, false],
    ]);
    for (let i = 0; i < 60; i++) await ask(`chat-${i}`);
    expect(said()).toHaveLength(100);
    expect(said().filter(([, , last]) => last)).toEqual([
      ["bad", "chat-46", true],
      ["good", "chat-46", true],
    ]);
  });

  it("rule 8: callers that will not wait, or leave, never hurt the upstream's health either", async () => {
    const patient = "connect: 1s, first_token: 5s, idle: 5s, response: 5s";
    const upstream = "circuit_breaker: { consecutive_failures: 3, min_requests: 5 }";
    on.gateway.apply(on.yaml({ timeouts: patient, upstream }));
    on.bad.answer = () => undefined;
    const impatient = Array.from({ length: 10 }, () =>
      chat(on.gateway.url, chatBody(), { "x-meridian-timeout-ms": "60" }),
    );
    expect((await Promise.all(impatient)).map(({ status }) => status)).toEqual(Array(10).fill(504));
    const leavers = Array.from({ length: 10 }, () =>
      beginChat(on.gateway.url, chatBody()).on("error", () => undefined),
    );
    await waitUntil(() => on.bad.calls.length === 20, "the calls");
    for (const leaver of leavers) leaver.destroy();
    await on.gateway.record(19);
    const [environment] = on.gateway.registry.all();
    expect(environment?.state.view(0, Date.now())).toMatchObject({
      inFlight: 0,
      health: { breaker: { kind: "closed" } },
    });
    expect(on.good.calls).toHaveLength(0);
  });

  it.each<[string, (response: ServerResponse) => void]>([
    ["are cut before their content", (response) => afterFirst(response, roleFrame, cut)],
    ["are cut after it", (response) => afterFirst(response, roleFrame + textFrame("a"), cut)],
    ["report an error after it", (response) => afterFirst(response, textFrame("a"), () => response.end(errorFrame))],
    ["make no sense", (response) => replyStream(response, "data: <html>\n\n")],
    ["fall silent", (response) => beginStream(response, roleFrame)],
  ])("rule 5: 3 streams in a row that %s, all with 200, break their upstream's circuit", async (_how, answer) => {
    on.gateway.apply(on.yaml({ upstream: "circuit_breaker: { consecutive_failures: 3, open_for: 60s }" }));
    on.bad.answer = answer;
    for (let i = 0; i < 4; i += 1) await chat(on.gateway.url, chatBody({ stream: true }));
    expect(on.bad.calls).toHaveLength(3);
    const [environment] = on.gateway.registry.all();
    expect(environment?.state.view(0, Date.now()).health.breaker.kind).toBe("open");
    expect((await on.gateway.record(3)).details.plan).toMatchObject({ skipped: [{ name: "bad" }] });
  });

  it("rule 10: when every upstream is broken, still tries the least bad one first", async () => {
    on.gateway.apply(
      on.yaml({ retry: "max_attempts: 2", upstream: "circuit_breaker: { consecutive_failures: 3, open_for: 60s }" }),
    );
    const recovered = on.good.answer;
    on.good.answer = on.bad.answer;
    for (let i = 0; i < 4; i += 1) expect((await chat(on.gateway.url, chatBody())).status).toBe(502);
    // All are broken: the first is tried and fails once more, and the second is less bad from then on.
    on.good.answer = recovered;
    expect((await chat(on.gateway.url, chatBody())).status).toBe(200);
    const before = on.bad.calls.length;
    expect((await chat(on.gateway.url, chatBody())).status).toBe(200);
    expect(on.bad.calls).toHaveLength(before);
    expect((await on.gateway.record(5)).details.plan).toMatchObject({
      panic: true,
      candidates: [
        { name: "good", why: expect.stringContaining("nothing is healthy, least bad of 2") },
        { name: "bad" },
      ],
    });
  });
});
