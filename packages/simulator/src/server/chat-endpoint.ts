import type { IncomingMessage, ServerResponse } from "node:http";
import { Engine } from "../engine/engine.ts";
import { enginePresets } from "../engine/engine-presets.ts";
import { seededRandom } from "../seeded-random.ts";
import { chatAnswer } from "./chat-answer.ts";
import { type ChatRequest, readChatRequest } from "./chat-request.ts";
import { blockTokens } from "./context-blocks.ts";
import { EngineClock } from "./engine-clock.ts";
import type { EngineLoad } from "./engine-load.ts";
import type { EngineOptions } from "./engine-options.ts";
import { errorEnvelope } from "./error-envelope.ts";
import type { Faults } from "./faults.ts";
import { maxBodyBytes, readBody } from "./read-body.ts";
import { replyJson } from "./reply-json.ts";
import { RequestLimit } from "./request-limit.ts";
import type { SeenRequest } from "./seen-request.ts";

/** `POST /v1/chat/completions`: checks, limits and faults, then the engine's batch. */
export class ChatEndpoint {
  readonly #options: EngineOptions;
  readonly #engine: Engine;
  readonly #clock: EngineClock;
  readonly #random: () => number;
  readonly #limit: RequestLimit | null;
  #served = 0;
  #promptTokens = 0;
  #cachedTokens = 0;
  faults: Faults = {};

  constructor(options: EngineOptions) {
    const { seed = 1, jitter = 0, timeScale = 1, requestsPerMinute = null } = options;
    this.#options = options;
    this.#random = seededRandom(seed);
    const jitterRandom = seededRandom(seed + 1);
    const model = options.model ?? enginePresets["llama-3.1-8b-h100"];
    this.#engine = new Engine(model, () => 1 + jitter * (2 * jitterRandom() - 1), blockTokens);
    this.#clock = new EngineClock(this.#engine, () => timeScale * (this.faults.slowdown ?? 1));
    this.#limit = requestsPerMinute === null ? null : new RequestLimit(requestsPerMinute);
  }

  get load(): EngineLoad {
    const { load } = this.#engine;
    return { ...load, steps: this.#clock.steps, promptTokens: this.#promptTokens, cachedTokens: this.#cachedTokens };
  }

  /** What the engine holds is gone, and what it has cached. */
  crash(): void {
    this.#clock.crash();
  }

  /** @param leave closes the connection as the engine's own doing */
  async handle(
    request: IncomingMessage,
    response: ServerResponse,
    seen: SeenRequest,
    leave: () => void,
  ): Promise<void> {
    const body = await readBody(request);
    if (response.destroyed) return;
    if (body === null) {
      return replyJson(response, 413, errorEnvelope(413, `The body is longer than ${maxBodyBytes} bytes.`, "too_long"));
    }
    seen.body = body;
    const { faults } = this;
    if (faults.hang || this.#limited(response) || this.#failed(response, faults)) return;
    const chat = readChatRequest(body);
    if (typeof chat === "string") return replyJson(response, 400, errorEnvelope(400, chat));
    const { models = null } = this.#options;
    if (models && !models.includes(chat.model)) {
      return replyJson(response, 404, errorEnvelope(404, `The model \`${chat.model}\` does not exist.`));
    }
    this.#answer(chat, response, seen, leave);
  }

  #answer(chat: ChatRequest, response: ServerResponse, seen: SeenRequest, leave: () => void): void {
    const outputTokens = this.#outputTokens(chat);
    const answer = {
      id: `chatcmpl-${this.#options.name ?? "engine"}-${++this.#served}`,
      request: chat,
      outputTokens,
      faults: this.faults,
      seen,
      response,
      leave,
    };
    // Subscribed before the answer exists: its headers go out at once, and must not when the engine cannot hold it.
    let onTokens: ((tokens: number, finished: boolean) => void) | null = null;
    const { promptTokens, context } = chat;
    context.addReply(outputTokens);
    const id = this.#clock.submit(promptTokens, outputTokens, context.hashes, (tokens, finished, cachedTokens) => {
      if (seen.cachedTokens === null) this.#countCached(promptTokens, cachedTokens);
      seen.cachedTokens = cachedTokens;
      onTokens?.(tokens, finished);
    });
    if (id === null) {
      const message = `This request needs ${promptTokens + outputTokens} tokens, more than the engine can hold.`;
      return replyJson(response, 400, errorEnvelope(400, message, "context_length_exceeded"));
    }
    onTokens = chatAnswer(answer);
    response.on("close", () => this.#clock.cancel(id));
  }

  #countCached(promptTokens: number, cachedTokens: number): void {
    this.#promptTokens += promptTokens;
    this.#cachedTokens += cachedTokens;
  }

  #outputTokens({ maxTokens }: ChatRequest): number {
    const { outputTokens = 16 } = this.#options;
    const wanted = typeof outputTokens === "number" ? outputTokens : outputTokens(this.#random);
    return Math.max(1, Math.min(Math.round(wanted), maxTokens ?? Number.POSITIVE_INFINITY));
  }

  #limited(response: ServerResponse): boolean {
    if (!this.#limit) return false;
    const taken = this.#limit.take(Date.now());
    response.setHeader("x-ratelimit-limit-requests", String(this.#options.requestsPerMinute));
    response.setHeader("x-ratelimit-remaining-requests", String(taken.allowed ? taken.remaining : 0));
    if (taken.allowed) return false;
    replyJson(response, 429, errorEnvelope(429, "Rate limit reached for requests."), retryAfter(taken.retryAfterMs));
    return true;
  }

  #failed(response: ServerResponse, { errors }: Faults): boolean {
    if (!errors || this.#random() >= errors.share) return false;
    const headers = errors.retryAfterMs === undefined ? {} : retryAfter(errors.retryAfterMs);
    replyJson(response, errors.status, errorEnvelope(errors.status, `Injected fault ${errors.status}.`), headers);
    return true;
  }
}

/** Both headers that OpenAI's clients read; the one in seconds is rounded up. */
function retryAfter(ms: number): Record<string, string> {
  return { "retry-after": String(Math.ceil(ms / 1000)), "retry-after-ms": String(Math.ceil(ms)) };
}
