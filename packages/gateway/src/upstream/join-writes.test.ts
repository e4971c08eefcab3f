import { once } from "node:events";
import { connect, createServer } from "node:net";
import type { AddressInfo } from "node:net";
import fc from "fast-check";
import { expect, test } from "vitest";
import { joinWrites } from "./join-writes.ts";

const step = fc.oneof(
  fc.constantFrom("cork" as const, "uncork" as const),
  fc.string({ unit: "binary", maxLength: 20 }).map((text) => text.replace(/[^\0-\xff]/g, "")),
  fc.uint8Array({ maxLength: 40 }),
  fc.constantFrom(5_000, 13_000).map((length) => new Uint8Array(length).fill(0xe9)),
);

test("every byte arrives in its order, however it is corked, cut and sized", async () => {
  const server = createServer({ allowHalfOpen: true }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
      const [[receiving], socket] = await Promise.all([once(server, "connection"), opened(port)]);
      const received: Buffer[] = [];
      receiving.on("data", (chunk: Buffer) => received.push(chunk));
      joinWrites(socket);
      const sent: Buffer[] = [];
      for (const what of steps) {
        if (what === "cork") socket.cork();
        else if (what === "uncork") socket.uncork();
        else if (typeof what === "string") {
          socket.write(what, "latin1");
          sent.push(Buffer.from(what, "latin1"));
        } else {
          socket.write(what);
          sent.push(Buffer.from(what));
        }
      }
      socket.uncork();
      socket.end();
      await once(receiving, "end");
      receiving.destroy();
      expect(Buffer.concat(received).equals(Buffer.concat(sent))).toBe(true);
    }),
    { numRuns: 60 },
  );
  server.close();
});

test("a head and a small body are handed on as one piece", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const socket = await opened((server.address() as AddressInfo).port);
  const pieces: unknown[] = [];
  socket.write = (piece: unknown) => {
    pieces.push(piece);
    return true;
  };
  joinWrites(socket);
  socket.cork();
  socket.write("POST / HTTP/1.1\r\n\r\n", "latin1");
  socket.write(Buffer.from("{é}"));
  socket.uncork();
  expect(pieces).toEqual([`POST / HTTP/1.1\r\n\r\n${Buffer.from("{é}").toString("latin1")}`]);
  socket.destroy();
  server.close();
});

async function opened(port: number) {
  const socket = connect(port, "127.0.0.1");
  await once(socket, "connect");
  return socket;
}
