import { connect, type Socket } from "node:net";
import { testKey } from "./start-test-gateway.ts";

/** Opens a connection and writes `parts` as they are; resolves to all that came back until the other side closed. */
export function rawCall(port: number, ...parts: readonly (string | Buffer)[]): Promise<string> {
  return new Promise((resolve) => {
    const socket: Socket = connect(port, "127.0.0.1");
    const chunks: Buffer[] = [];
    socket.on("data", (chunk) => chunks.push(chunk));
    // A reset after the answer is an end like another.
    socket.on("error", () => undefined);
    socket.on("close", () => resolve(Buffer.concat(chunks).toString()));
    for (const part of parts) socket.write(part);
  });
}

/** The head of a chat completion with a key; `headers` one a line. */
export const chatHead = (...headers: readonly string[]): string =>
  [
    "POST /v1/chat/completions HTTP/1.1",
    "host: x",
    `authorization: Bearer ${testKey}`,
    "content-type: application/json",
    ...headers,
    "",
    "",
  ].join("\r\n");

/** One HTTP answer taken apart. */
export function readAnswer(text: string): { status: number; head: string; error: Record<string, unknown> } {
  const end = text.indexOf("\r\n\r\n");
  const head = text.slice(0, end);
  const body: unknown = JSON.parse(text.slice(end + 4));
  if (typeof body !== "object" || body === null || !("error" in body)) throw new Error(`no error envelope: ${text}`);
  const { error } = body;
  if (typeof error !== "object" || error === null) throw new Error(`no error in the envelope: ${text}`);
  return { status: Number(head.split(" ")[1]), head, error: { ...error } };
}
