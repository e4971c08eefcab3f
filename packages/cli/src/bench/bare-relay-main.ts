import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { type Dispatcher, Pool } from "undici";
import { listenForBench } from "./listen-for-bench.ts";

// The least that any gateway on Node must do: take a request, dispatch it, write back what comes. The yardstick.
const pool = new Pool(process.argv[2] ?? "", { pipelining: 1 });

class Relay implements Dispatcher.DispatchHandler {
  readonly #response: ServerResponse;
  #controller: Dispatcher.DispatchController | null = null;

  constructor(response: ServerResponse) {
    this.#response = response;
    response.on("close", () => {
      if (!response.writableFinished) this.#controller?.abort(new Error("client left"));
    });
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
  }

  onResponseStart(_controller: unknown, status: number, headers: IncomingMessage["headers"]): void {
    const length = headers["content-length"];
    const type = headers["content-type"] ?? "application/json";
    this.#response.writeHead(
      status,
      length ? { "content-type": type, "content-length": length } : { "content-type": type },
    );
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#response.write(chunk)) return;
    controller.pause();
    this.#response.once("drain", () => controller.resume());
  }

  onResponseEnd(): void {
    this.#response.end();
  }

  onResponseError(): void {
    this.#response.destroy();
  }
}

const server = createServer({ noDelay: true, keepAliveTimeout: 60_000 }, (request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    const headers = { "content-type": "application/json", accept: "*/*" };
    const body = Buffer.concat(chunks);
    pool.dispatch({ path: request.url ?? "/", method: "POST", headers, body }, new Relay(response));
  });
});
listenForBench(server);
