import { createServer, type Server } from "node:http";
import type { WorkerState } from "./worker.ts";

const healthy: readonly WorkerState[] = ["working", "standing_by"];

/** Answers `GET /healthz`: 200 while the worker works or stands by for another that does, 503 otherwise. */
export function createHealthServer(state: () => WorkerState): Server {
  return createServer({ requestTimeout: 5_000 }, (request, reply) => {
    const known = request.method === "GET" && request.url === "/healthz";
    const now = state();
    const status = known ? (healthy.includes(now) ? 200 : 503) : 404;
    reply.writeHead(status, { "content-type": "application/json", "cache-control": "no-store", connection: "close" });
    reply.end(JSON.stringify(known ? { state: now } : { error: "not found" }));
  });
}
