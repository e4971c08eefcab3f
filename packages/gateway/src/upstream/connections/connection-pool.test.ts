import { once } from "node:events";
import { createServer as createTlsServer } from "node:https";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { Duplex } from "node:stream";
import { buildConnector } from "undici";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { localCertificate } from "../../testing/local-certificate.ts";
import { waitUntil } from "../../testing/wait-until.ts";
import { ConnectionPool } from "./connection-pool.ts";
import type { UpstreamCallControl, UpstreamCallHandler } from "./upstream-call-handler.ts";

/** Notes what it is told. */
class Call implements UpstreamCallHandler {
  wanted = true;
  control: UpstreamCallControl | null = null;
  status = 0;
  body = "";
  over: "ended" | Error | null = null;
  sent(control: UpstreamCallControl): void {
    this.control = control;
  }
  answered(status: number): void {
    this.status = status;
  }
  received(chunk: Buffer): void {
    this.body += chunk.toString();
  }
  ended(): void {
    this.over = "ended";
  }
  failed(error: Error): void {
    this.over = error;
  }
}

let server: Server;
/** All that came on each connection, in the order in which they were opened. */
let said: string[];
let sockets: Socket[];
let answer: (socket: Socket, text: string) => void;
let pool: ConnectionPool;

const ok = (text: string): string => `HTTP/1.1 200 OK\r\ncontent-length: ${text.length}\r\n\r\n${text}`;
const connector = buildConnector({ allowH2: false, timeout: 2_000 });
const originOf = ({ port }: AddressInfo): string => `http://127.0.0.1:${port}`;

beforeEach(async () => {
  said = [];
  sockets = [];
  answer = (socket) => socket.write(ok("hi"));
  server = createServer((socket) => {
    const at = sockets.push(socket) - 1;
    said[at] = "";
    socket.on("error", () => undefined);
    socket.on("data", (chunk) => {
      said[at] += chunk.toString("latin1");
      answer(socket, said[at]!);
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  pool = new ConnectionPool(originOf(server.address() as AddressInfo), connector);
});
afterEach(async () => {
  pool.destroy();
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => server.close(resolve));
});

function post(body = "{}", headers: readonly string[] = []): Call {
  const call = new Call();
  pool.post("/v1/x?y=1", headers, Buffer.from(body), call);
  return call;
}
async function over(call: Call): Promise<Call> {
  await waitUntil(() => call.over !== null, "the call to be over");
  return call;
}

describe("a pool of connections", () => {
  it("sends a POST with its host, headers and length, and hands on the reply", async () => {
    const call = await over(post('{"a":"é"}', ["authorization", "Bearer x", "x-y", "z"]));
    expect([call.status, call.body, call.over]).toEqual([200, "hi", "ended"]);
    const { port } = server.address() as AddressInfo;
    expect(said).toEqual([
      `POST /v1/x?y=1 HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\nconnection: keep-alive\r\nauthorization: Bearer x\r\nx-y: z\r\ncontent-length: 10\r\n\r\n${Buffer.from('{"a":"é"}').toString("latin1")}`,
    ]);
  });

  it("keeps a connection for the next call, and opens as many as there are calls at a time", async () => {
    await over(post());
    await over(post());
    expect(sockets).toHaveLength(1);
    await Promise.all([over(post()), over(post()), over(post())]);
    expect(sockets).toHaveLength(3);
    expect(said.join("").match(/POST/g)).toHaveLength(5);
  });

  it("takes no connection that its server has closed, or will close soon, or said something on unasked", async () => {
    await over(post());
    sockets[0]!.end();
    await once(sockets[0]!, "close");
    expect((await over(post())).body).toBe("hi");
    sockets[1]!.write("HTTP/1.1 408 Too late\r\ncontent-length: 0\r\n\r\n");
    await once(sockets[1]!, "close");
    answer = (socket) => socket.write(ok("hi").replace("\r\n\r\n", "\r\nkeep-alive: timeout=2\r\n\r\n"));
    expect((await over(post())).body).toBe("hi");
    expect((await over(post())).body).toBe("hi");
    expect(sockets).toHaveLength(4);
  });

  it("gives a second reply to no other call", async () => {
    answer = (socket) => socket.write(ok("mine") + ok("another's"));
    expect((await over(post())).body).toBe("mine");
    answer = (socket) => socket.write(ok("own"));
    expect((await over(post())).body).toBe("own");
    expect(sockets).toHaveLength(2);
  });

  it("closes what stands idle for as long as its server allows", async () => {
    answer = (socket) => socket.write(ok("hi").replace("\r\n\r\n", "\r\nkeep-alive: timeout=3\r\n\r\n"));
    await over(post());
    await waitUntil(() => sockets[0]!.destroyed, "the idle connection to be closed");
    expect((await over(post())).body).toBe("hi");
    expect(sockets).toHaveLength(2);
  });

  it("sends a body of 3 MB whole, and no more on the connection of one that was answered before it was sent", async () => {
    const body = "x".repeat(3_000_000);
    let whole = 0;
    answer = (socket, text) => {
      if (text.length > body.length) {
        whole += 1;
        socket.write(ok("whole"));
      }
    };
    expect((await over(post(body))).body).toBe("whole");
    expect(whole).toBe(1);
    answer = (socket) => {
      socket.pause();
      socket.write("HTTP/1.1 413 Too large\r\ncontent-length: 0\r\n\r\n");
      answer = () => undefined;
    };
    // Far more than the system's buffers take from it.
    expect((await over(post("x".repeat(30_000_000)))).status).toBe(413);
    answer = (socket) => socket.write(ok("hi"));
    expect((await over(post())).body).toBe("hi");
    expect(sockets).toHaveLength(2);
  });

  it("fails a call whose connection is closed or reset, and whose reply is none", async () => {
    const ways: ((socket: Socket) => void)[] = [
      (socket) => socket.end(),
      (socket) => socket.resetAndDestroy(),
      (socket) => socket.end("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf"),
      (socket) => socket.write("nonsense"),
    ];
    for (const way of ways) {
      answer = way;
      expect((await over(post())).over).toBeInstanceOf(Error);
    }
    answer = (socket) => socket.end("HTTP/1.1 200 OK\r\n\r\nto the end");
    expect(await over(post())).toMatchObject({ body: "to the end", over: "ended" });
  });

  it("closes the connection of a call that is aborted, tells so at once, and nothing after it", async () => {
    answer = (socket) => socket.write("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf");
    const call = post();
    await waitUntil(() => call.body === "half", "half of the reply");
    const reason = new Error("enough");
    call.control!.abort(reason);
    expect(call.over).toBe(reason);
    await once(sockets[0]!, "close");
    expect([call.over, call.body]).toEqual([reason, "half"]);
  });

  it("reads no more of a call that is paused than is on its way, until it is resumed", async () => {
    const piece = "y".repeat(100_000);
    const pieces = 200;
    answer = (socket) => {
      socket.write(`HTTP/1.1 200 OK\r\ncontent-length: ${pieces * piece.length}\r\n\r\n`);
      for (let i = 0; i < pieces; i += 1) socket.write(piece);
    };
    const call = post();
    await waitUntil(() => call.status === 200, "the head");
    call.control!.pause();
    const before = call.body.length;
    await waitUntil(() => sockets[0]!.writableLength > 0 && sockets[0]!.writableNeedDrain, "the server to wait");
    expect(call.body.length - before).toBeLessThan(1_000_000);
    call.control!.resume();
    expect((await over(call)).body).toHaveLength(pieces * piece.length);
    expect((await over(post())).over).not.toBeNull();
  });

  it("does not send a call that nobody wants any more by the time its connection is open", async () => {
    const unwanted = post("unwanted");
    unwanted.wanted = false;
    const wanted = post("wanted");
    expect((await over(wanted)).body).toBe("hi");
    expect(said.join("")).not.toContain("unwanted");
    expect(unwanted.over).toBeNull();
  });

  it("fails a call, in a later turn, that cannot be sent, and says nothing of a header's value", async () => {
    const bad: readonly (readonly string[])[] = [
      ["x", "a\r\nb: c"],
      ["x\r\ny", "a"],
      ["x", "a\0"],
      ["x", "世"],
    ];
    for (const headers of bad) {
      const call = post("{}", headers);
      expect(call.over).toBeNull();
      expect(String((await over(call)).over)).toMatch(/^TypeError: The header [^]* cannot be sent as it is\.$/);
    }
    expect(sockets).toHaveLength(0);
    await new Promise((resolve) => server.close(resolve));
    const refused = post();
    expect(refused.over).toBeNull();
    expect((await over(refused)).over).toMatchObject({ code: "ECONNREFUSED" });
    server.listen(0);
    await once(server, "listening");
  });

  it("uses no connection again that its server closes right behind a reply without having said so", async () => {
    let opened = 0;
    const closing = (): Socket => {
      opened += 1;
      const socket = new Duplex({
        read: () => undefined,
        write(_chunk, _encoding, done) {
          done();
          socket.push(ok("hi"));
          socket.push(null);
        },
      });
      return Object.assign(socket, { setNoDelay: () => undefined }) as unknown as Socket;
    };
    const calls = new ConnectionPool("http://closing.example", (_options, callback) => {
      queueMicrotask(() => callback(null, closing()));
    });
    const [first, second] = [new Call(), new Call()];
    first.ended = () => calls.post("/", [], Buffer.from("{}"), second);
    calls.post("/", [], Buffer.from("{}"), first);
    expect(await over(second)).toMatchObject({ body: "hi", over: "ended" });
    expect(opened).toBe(2);
    calls.destroy();
  });

  it("hands on a connection whose last reply was empty, to a call that waits and to one that is made of its end", async () => {
    const origin = originOf(server.address() as AddressInfo);
    // No other connection is ever there.
    let asked = 0;
    const opensOne = new ConnectionPool(origin, (options, callback) => {
      asked += 1;
      if (asked === 1) connector(options, callback);
    });
    answer = (socket, text) => socket.write(text.endsWith("hi") ? ok("hi") : ok(""));
    const [empty, waiting, again] = [new Call(), new Call(), new Call()];
    opensOne.post("/", [], Buffer.from("empty"), empty);
    opensOne.post("/", [], Buffer.from("empty"), waiting);
    waiting.ended = () => opensOne.post("/", [], Buffer.from("hi"), again);
    expect(await over(again)).toMatchObject({ status: 200, body: "hi", over: "ended" });
    expect([empty.over, waiting.status, waiting.over, asked]).toEqual(["ended", 200, null, 3]);
    opensOne.destroy();
  });

  it("fails no call for a connection that failed while there is another one on its way for it", async () => {
    const opened: ((error: Error | null) => void)[] = [];
    const calls = new ConnectionPool(originOf(server.address() as AddressInfo), (options, callback) => {
      opened.push((error) => (error ? callback(error, null) : connector(options, callback)));
    });
    const [first, second, third] = [new Call(), new Call(), new Call()];
    for (const call of [first, second]) calls.post("/", [], Buffer.from("{}"), call);
    opened[0]!(null);
    await over(first);
    await over(second);
    sockets[0]!.destroy();
    await once(sockets[0]!, "close");
    calls.post("/", [], Buffer.from("{}"), third);
    opened[1]!(new Error("refused"));
    opened[2]!(null);
    expect((await over(third)).over).toBe("ended");
    calls.destroy();
  });

  it("fails all its calls when it is destroyed", async () => {
    answer = () => undefined;
    const sent = post();
    await waitUntil(() => sent.control !== null, "the call to be sent");
    const waiting = post();
    pool.destroy();
    expect([sent.over, waiting.over]).toEqual([expect.any(Error), expect.any(Error)]);
    await waitUntil(() => sockets.every(({ destroyed }) => destroyed), "all connections to be closed");
    expect((await over(post())).over).toBeInstanceOf(Error);
  });

  it("speaks TLS, and keeps those connections too", async () => {
    let secured = 0;
    const secure = createTlsServer(localCertificate, (request, response) => {
      request.resume().on("end", () => response.end(`secret to ${request.headers.host}`));
    }).listen(0, "127.0.0.1");
    secure.on("secureConnection", () => (secured += 1));
    await once(secure, "listening");
    const { port } = secure.address() as AddressInfo;
    const trusting = buildConnector({ allowH2: false, timeout: 2_000, ca: localCertificate.cert });
    const calls = new ConnectionPool(`https://localhost:${port}`, trusting);
    for (let i = 0; i < 2; i += 1) {
      const call = new Call();
      calls.post("/", [], Buffer.from("x".repeat(50_000)), call);
      expect((await over(call)).body).toBe(`secret to localhost:${port}`);
    }
    expect(secured).toBe(1);
    const strict = new ConnectionPool(`https://localhost:${port}`, connector);
    const refused = new Call();
    strict.post("/", [], Buffer.from("x"), refused);
    expect((await over(refused)).over).toMatchObject({ code: "DEPTH_ZERO_SELF_SIGNED_CERT" });
    calls.destroy();
    strict.destroy();
    await new Promise((resolve) => secure.close(resolve));
  });
});
