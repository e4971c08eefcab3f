import { createServer, type Server } from "node:http";
import type { WorkerState } from "./worker.ts";

const healthy: readonly WorkerState[] = ["working", "standing_by"];

/**
 * Answers `GET /healthz`: 200 while the worker works or stands by for another that does, 503 otherwise; and `GET /demo`:
 * whether the demo is there, 503 while that cannot be read.
 */
export function createHealthServer(state: () => WorkerState, demo: () => Promise<"present" | "absent">): Server {
  const answerTo = async (request: string): Promise<readonly [number, object]> => {
    switch (request) {
      case "GET /healthz":
        return [healthy.includes(state()) ? 200 : 503, { state: state() }];
      case "GET /demo":
        return demo().then(
          (there) => [200, { demo: there }],
          () => [503, { error: "unknown" }],
        );
      default:
        return [404, { error: "not found" }];
    }
  };
  const headers = { "content-type": "application/json", "cache-control": "no-store", connection: "close" };
  return createServer({ requestTimeout: 5_000 }, (request, reply) => {
    void answerTo(`${request.method} ${request.url}`).then(([status, body]) =>
      reply.writeHead(status, headers).end(JSON.stringify(body)),
    );
  });
}
