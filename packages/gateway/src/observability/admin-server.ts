import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Registry } from "prom-client";
import type { SignalRequests } from "../signals/signal-requests.ts";

export type AdminParts = {
  readonly metrics: Pick<Registry<typeof Registry.OPENMETRICS_CONTENT_TYPE>, "metrics" | "contentType">;
  /** Whether some environment has a table to serve with. */
  readonly ready: () => boolean;
  /** Whether the process has been told to stop: then it is not ready any more. */
  readonly stopping: () => boolean;
  readonly signals: SignalRequests;
};

/** The port for operators: never reachable through the public one. Opens nothing by itself. */
export function createAdminServer(parts: AdminParts): Server {
  return createServer((request, response) => {
    const path = request.url?.split("?", 1)[0] ?? "";
    if (path === "/signals" || path.startsWith("/signals/"))
      return void answerSignals(parts.signals, request, response);
    request.resume();
    if (request.method !== "GET" && request.method !== "HEAD")
      return answer(response, 405, { error: "method_not_allowed" });
    switch (path) {
      case "/healthz":
        return answer(response, 200, { status: "ok" });
      case "/readyz":
        if (parts.stopping()) return answer(response, 503, { status: "stopping" });
        return parts.ready()
          ? answer(response, 200, { status: "ready" })
          : answer(response, 503, { status: "waiting", reason: "no routing config has been applied yet" });
      case "/metrics":
        return void sendMetrics(response, parts.metrics);
      default:
        return answer(response, 404, { error: "not_found", paths: ["/healthz", "/readyz", "/metrics", "/signals"] });
    }
  });
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/json" }).end(`${JSON.stringify(body)}\n`);
}

async function answerSignals(
  signals: SignalRequests,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    const { status, body } = await signals.answer(
      request,
      (request.url ?? "").split("?", 1)[0]!.slice("/signals".length),
    );
    request.resume();
    answer(response, status, body);
  } catch {
    // Whoever sent it has gone.
    response.destroy();
  }
}

async function sendMetrics(response: ServerResponse, metrics: AdminParts["metrics"]): Promise<void> {
  try {
    const text = await metrics.metrics();
    response.writeHead(200, { "content-type": metrics.contentType }).end(text);
  } catch {
    answer(response, 500, { error: "metrics_unavailable" });
  }
}
