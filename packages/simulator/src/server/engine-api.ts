import type { IncomingMessage, ServerResponse } from "node:http";
import { ChatEndpoint } from "./chat-endpoint.ts";
import { engineMetricsText } from "./engine-metrics-text.ts";
import type { EngineOptions } from "./engine-options.ts";
import { errorEnvelope } from "./error-envelope.ts";
import { faultsSchema } from "./faults.ts";
import { readBody } from "./read-body.ts";
import { replyJson } from "./reply-json.ts";
import { RequestLog, type SeenRequest } from "./seen-request.ts";

/** What stands behind an engine's port: OpenAI's API, vLLM's metrics and the control endpoint. */
export class EngineApi {
  readonly #options: EngineOptions;
  readonly chat: ChatEndpoint;
  readonly log: RequestLog;

  constructor(options: EngineOptions) {
    this.#options = options;
    this.chat = new ChatEndpoint(options);
    this.log = new RequestLog(options.keepRequests ?? 1000);
  }

  handle(request: IncomingMessage, response: ServerResponse): void {
    const path = (request.url ?? "/").split("?", 1)[0] ?? "/";
    if (path.startsWith("/v1/")) this.#handleApi(request, response, path);
    else if (path === "/health") response.end();
    else if (path === "/metrics") {
      response.setHeader("content-type", "text/plain; version=0.0.4; charset=utf-8");
      response.end(engineMetricsText(this.#name, this.chat.load));
    } else if (path === "/control/faults") void this.#handleFaults(request, response);
    else if (path === "/control/state") replyJson(response, 200, JSON.stringify(this.#state()));
    else replyJson(response, 404, errorEnvelope(404, `Nothing is at ${path}.`, "not_found"));
  }

  get #name(): string {
    return this.#options.name ?? "engine";
  }

  #state() {
    const { total, aborted } = this.log;
    return { name: this.#name, faults: this.chat.faults, ...this.chat.load, requests: total, aborted };
  }

  async #handleFaults(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method === "DELETE") {
      this.chat.faults = {};
      return replyJson(response, 200, "{}");
    }
    if (request.method !== "PUT") return replyJson(response, 405, errorEnvelope(405, "Use PUT or DELETE.", "method"));
    const parsed = faultsSchema.safeParse(parseJson((await readBody(request)) ?? ""));
    if (!parsed.success) return replyJson(response, 400, errorEnvelope(400, parsed.error.message, "invalid_faults"));
    this.chat.faults = parsed.data;
    replyJson(response, 200, JSON.stringify(this.chat.faults));
  }

  #handleApi(request: IncomingMessage, response: ServerResponse, path: string): void {
    const { method = "GET", headers } = request;
    const seen = this.#see(method, path, headers);
    const { life } = this.log;
    let ownDoing = false;
    const leave = () => {
      ownDoing = true;
      request.socket.destroy();
    };
    response.on("close", () => {
      seen.endedAtMs = Date.now();
      seen.status = response.headersSent ? response.statusCode : null;
      if (response.writableFinished || ownDoing || this.log.life !== life) return;
      seen.aborted = true;
      this.log.aborted++;
    });
    if (this.chat.faults.refuse) return leave();
    const { apiKey = null } = this.#options;
    if (apiKey !== null && headers.authorization !== `Bearer ${apiKey}`) {
      return replyJson(response, 401, errorEnvelope(401, "Incorrect API key provided."));
    }
    if (method === "GET" && path === "/v1/models") return replyJson(response, 200, this.#modelList());
    if (method === "POST" && path === "/v1/chat/completions") {
      return void this.chat.handle(request, response, seen, leave);
    }
    replyJson(response, 404, errorEnvelope(404, `Unknown request URL: ${method} ${path}.`, "unknown_url"));
  }

  #see(method: string, path: string, headers: IncomingMessage["headers"]): SeenRequest {
    const unknownYet = { firstTokenAtMs: null, endedAtMs: null, status: null, cachedTokens: null };
    const seen = {
      method,
      path,
      headers,
      body: "",
      receivedAtMs: Date.now(),
      ...unknownYet,
      tokensSent: 0,
      aborted: false,
    };
    this.log.add(seen);
    return seen;
  }

  #modelList(): string {
    const ids = this.#options.models ?? [this.#name];
    const data = ids.map((id) => ({ id, object: "model", created: 0, owned_by: "simulator" }));
    return JSON.stringify({ object: "list", data });
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
