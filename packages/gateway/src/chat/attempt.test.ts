import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { buildConnector } from "undici";
import { expect, it } from "vitest";
import { Deadlines } from "../server/deadlines.ts";
import { waitUntil } from "../testing/wait-until.ts";
import { ConnectionPool } from "../upstream/connections/connection-pool.ts";
import { Attempt } from "./attempt.ts";

/** What an attempt tells, of a reply that is read until its end. */
class Owner {
  over: "end" | "cut" | null = null;
  /** What it does at the end. */
  atEnd: () => void = () => undefined;
  attemptSent(): void {}
  attemptAnswered() {
    return {
      data: () => undefined,
      end: () => {
        this.over = "end";
        this.atEnd();
      },
      cut: () => (this.over = "cut"),
    };
  }
  attemptFailed(): void {
    this.over = "cut";
  }
  attemptBroke(error: unknown): void {
    throw error;
  }
}

it("slows or ends no other call that has its connection, once its own is over", async () => {
  const server = createServer((request, response) => {
    request.resume().on("end", () => response.end("x".repeat(request.url === "/long" ? 3_000_000 : 1)));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const connect = buildConnector({ allowH2: false });
  let asked = 0;
  // The second call can have no connection but the first one's.
  const connections = new ConnectionPool(`http://127.0.0.1:${port}`, (options, callback) => {
    asked += 1;
    if (asked === 1) connect(options, callback);
  });
  const deadlines = new Deadlines(Date.now, (fault) => expect.unreachable(String(fault)));
  const [first, second] = [new Owner(), new Owner()];
  const attempt = new Attempt(first, deadlines, Date.now);
  attempt.send(connections, "/", [], Buffer.from("{}"));
  new Attempt(second, deadlines, Date.now).send(connections, "/long", [], Buffer.from("{}"));
  first.atEnd = () => {
    attempt.pause();
    attempt.abandon();
  };
  await waitUntil(() => second.over !== null, "the second call to be over");
  expect([first.over, second.over, asked]).toEqual(["end", "end", 2]);
  connections.destroy();
  await new Promise((resolve) => server.close(resolve));
});

it("leaves nothing of itself behind, its body first of all, when it is abandoned while its connection is being opened", async () => {
  setFlagsFromString("--expose-gc");
  const collectGarbage = runInNewContext("gc") as () => void;
  const opening: unknown[] = [];
  const connections = new ConnectionPool("http://silent.example", (_options, callback) => void opening.push(callback));
  const deadlines = new Deadlines(Date.now, (fault) => expect.unreachable(String(fault)));
  const begin = (body: Uint8Array) => {
    const attempt = new Attempt(new Owner(), deadlines, Date.now);
    attempt.send(connections, "/", [], body);
    return attempt;
  };
  const kept = begin(Buffer.alloc(1_000));
  const gone = (() => {
    const body = Buffer.alloc(10_000_000);
    const attempt = begin(body);
    attempt.abandon();
    return [new WeakRef(body), new WeakRef(attempt)];
  })();
  await waitUntil(() => {
    collectGarbage();
    return gone.every((reference) => reference.deref() === undefined);
  }, "all of it to be collected");
  // What tells of the connection is still held, and so is the call that waits for one.
  expect([opening.length, kept.wanted]).toEqual([2, true]);
  connections.destroy();
});
