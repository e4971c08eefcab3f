import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** One request as an upstream of a test saw it. */
export type UpstreamCall = {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly rawHeaders: readonly string[];
  readonly body: string;
  /** The connection ended before the reply did; performance.now(). */
  abortedAtMs: number | null;
};

export type RawUpstream = {
  /** With `/v1`. */
  readonly url: string;
  readonly calls: readonly UpstreamCall[];
  /** What it does with the next calls. */
  answer: (response: ServerResponse, call: UpstreamCall, request: IncomingMessage) => void;
  close(): Promise<void>;
};

/** An upstream that says exactly what a test wants on the wire, down to half frames and broken headers. */
export async function startRawUpstream(answer: RawUpstream["answer"]): Promise<RawUpstream> {
  const calls: UpstreamCall[] = [];
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { method = "", url = "", headers, rawHeaders } = request;
      const body = Buffer.concat(chunks).toString();
      const call: UpstreamCall = { method, path: url, headers, rawHeaders, body, abortedAtMs: null };
      calls.push(call);
      response.on("close", () => {
        if (!response.writableFinished) call.abortedAtMs = performance.now();
      });
      upstream.answer(response, call, request);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const upstream: RawUpstream = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    calls,
    answer,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return upstream;
}
