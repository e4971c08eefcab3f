import { createServer, type Socket } from "node:net";
import { describe, expect, it } from "vitest";
import { badAndGood, shortTimeouts } from "../testing/bad-and-good.ts";
import { chat, chatBody } from "../testing/chat-call.ts";
import { routingYaml } from "../testing/routing-yaml.ts";
import { waitUntil } from "../testing/wait-until.ts";
import { beginStream, doneFrame, roleFrame, textFrame } from "../testing/wire.ts";

const on = badAndGood();

describe("timeouts", () => {
  it("rule 4: gives up on an upstream that accepts a connection and does not speak TLS after `connect`", async () => {
    const sockets: Socket[] = [];
    const silent = createServer((socket) => void sockets.push(socket.on("error", () => undefined)));
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    const address = silent.address();
    const port = typeof address === "object" ? address?.port : null;
    on.gateway.apply(
      routingYaml(
        { silent: `https://127.0.0.1:${port}/v1`, good: on.good.url },
        { timeouts: "connect: 100ms, first_token: 5s, idle: 5s, response: 5s" },
      ),
    );
    expect((await chat(on.gateway.url, chatBody())).status).toBe(200);
    expect((await on.gateway.record()).details.attempts).toMatchObject([{ cause: "connect", status: null }, {}]);
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => silent.close(resolve));
  });

  it("rule 4: takes no stream for silent because the gateway itself stood still for 400 ms", async () => {
    on.gateway.apply(
      routingYaml({ good: on.good.url }, { timeouts: "connect: 1s, first_token: 300ms, idle: 300ms, response: 300ms" }),
    );
    on.good.answer = (response) => {
      beginStream(response, roleFrame + textFrame("a"));
      const standStill = (): void => {
        response.write(textFrame("b"));
        const untilMs = performance.now() + 400;
        while (performance.now() < untilMs);
        response.end(doneFrame);
      };
      // From here timers come before what sockets have to say.
      setTimeout(() => setImmediate(standStill), 100);
    };
    const reply = await chat(on.gateway.url, chatBody({ stream: true }));
    expect(reply.text).toBe(roleFrame + textFrame("a") + textFrame("b") + doneFrame);
  });

  it("rule 4: learns TTFT from streams and not from replies that do not stream", async () => {
    on.gateway.apply(routingYaml({ good: on.good.url }));
    const firstTokenMs = () => [...on.gateway.registry.all()][0]?.state.view(0, Date.now()).firstTokenMs;
    await chat(on.gateway.url, chatBody());
    expect((await on.gateway.record()).outcome).toBe("completed");
    expect(firstTokenMs()).toBeNull();
    await chat(on.gateway.url, chatBody({ stream: true }));
    expect((await on.gateway.record(1)).outcome).toBe("completed");
    expect(firstTokenMs()).toBeGreaterThan(0);
  });

  it("rule 4: gives up on the whole request at x-meridian-timeout-ms with 504", async () => {
    on.bad.answer = () => undefined;
    on.good.answer = () => undefined;
    on.gateway.apply(on.yaml({ timeouts: "connect: 1s, first_token: 5s, idle: 5s, response: 5s" }));
    const reply = await chat(on.gateway.url, chatBody(), { "x-meridian-timeout-ms": "100" });
    expect(reply.status).toBe(504);
    const record = await on.gateway.record();
    expect(record).toMatchObject({ errorCode: "upstream_timeout", status: 504, outcome: "failed" });
    expect(record.durationMs).toBeGreaterThanOrEqual(100);
    expect(record.durationMs).toBeLessThan(400);
  });

  it("rule 4: gives up on the whole of a stream after `total`, where it is set, though it never falls silent", async () => {
    on.good.answer = (response) => {
      beginStream(response, roleFrame, textFrame("a"));
      const timer = setInterval(() => response.write(textFrame("t")), 20);
      response.on("close", () => clearInterval(timer));
    };
    on.gateway.apply(routingYaml({ good: on.good.url }, { timeouts: `${shortTimeouts}, total: 400ms` }));
    const reply = await chat(on.gateway.url, chatBody({ stream: true }));
    expect(reply.text).toContain('"code":"upstream_timeout"');
    expect(reply.text).not.toContain("[DONE]");
    await waitUntil(() => on.good.calls[0]?.abortedAtMs !== null, "the upstream to be let go");
    expect((await on.gateway.record()).details.attempts).toMatchObject([{ cause: "total_timeout" }]);
  });

  it("rule 4: bounds a stream by its first token and its silences and not by its length", async () => {
    on.good.answer = (response) => {
      beginStream(response, roleFrame);
      let sent = 0;
      const timer = setInterval(() => {
        sent += 1;
        if (sent < 8) response.write(textFrame("t"));
        else {
          clearInterval(timer);
          response.end(doneFrame);
        }
      }, 60);
    };
    on.gateway.apply(routingYaml({ good: on.good.url }, { timeouts: shortTimeouts }));
    const reply = await chat(on.gateway.url, chatBody({ stream: true }));
    expect(reply.text.endsWith(doneFrame)).toBe(true);
    expect((await on.gateway.record()).durationMs).toBeGreaterThan(400);
  });
});
