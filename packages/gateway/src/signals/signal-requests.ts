import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { SignalBoard } from "./signal-board.ts";
import { readSignal } from "./read-signal.ts";

const mostBytes = 4_096;
const mostNameCharacters = 128;

export type SignalAnswer = { readonly status: number; readonly body: object };

export type SignalRequestsParts = {
  readonly board: SignalBoard;
  /** null: nobody may set any. */
  readonly token: string | null;
  readonly clock: () => number;
};

/** `/signals` of the admin port: outside systems tell what rules are to know. */
export class SignalRequests {
  readonly #parts: SignalRequestsParts;

  constructor(parts: SignalRequestsParts) {
    this.#parts = parts;
  }

  /** `path`: without the query, below `/signals`: empty, or `/NAME`. */
  async answer(request: IncomingMessage, path: string): Promise<SignalAnswer> {
    const { board, token, clock } = this.#parts;
    if (token === null) {
      return refusal(
        403,
        "signals_off",
        "Set GATEWAY_SIGNALS_TOKEN to a secret and restart the gateway to take signals.",
      );
    }
    if (!bears(request, token)) {
      return refusal(401, "wrong_token", "Send `Authorization: Bearer` with the value of GATEWAY_SIGNALS_TOKEN.");
    }
    const nowMs = clock();
    if (path === "" && request.method === "GET") {
      const signals = board.all(nowMs).map(({ name, value, untilMs }) => ({
        name,
        value,
        expires_in_seconds: Math.ceil((untilMs - nowMs) / 1_000),
      }));
      return { status: 200, body: { signals } };
    }
    const name = nameOf(path);
    if (name === null)
      return refusal(
        404,
        "not_found",
        "Write `/signals/NAME`, the name of 1 to 128 characters, none of which is `/` or a control character.",
      );
    switch (request.method) {
      case "PUT":
        return this.#put(name, await bodyOf(request));
      case "DELETE":
        return board.remove(name, nowMs)
          ? { status: 200, body: { removed: name } }
          : refusal(404, "no_such_signal", "No signal of this name is set.");
      default:
        return refusal(405, "method_not_allowed", "A signal is set with PUT and removed with DELETE.");
    }
  }

  #put(name: string, body: string | null): SignalAnswer {
    if (body === null) return refusal(413, "body_too_large", `A signal has at most ${mostBytes} bytes.`);
    const read = readSignal(body);
    if ("problem" in read) return refusal(400, "invalid_signal", read.problem);
    const nowMs = this.#parts.clock();
    const { value, ttlMs } = read;
    if (!this.#parts.board.set({ name, value, untilMs: nowMs + ttlMs }, nowMs)) {
      return refusal(409, "too_many_signals", "256 signals are set. Remove one, or wait until its time is up.");
    }
    return { status: 200, body: { name, value, expires_in_seconds: ttlMs / 1_000 } };
  }
}

const refusal = (status: number, error: string, message: string): SignalAnswer => ({
  status,
  body: { error, message },
});

/** Compared in constant time. */
function bears({ headers }: IncomingMessage, token: string): boolean {
  const given = /^Bearer +(.+)$/i.exec(headers.authorization ?? "")?.[1] ?? "";
  return timingSafeEqual(digest(given), digest(token));
}

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();

function nameOf(path: string): string | null {
  if (!path.startsWith("/")) return null;
  try {
    const name = decodeURIComponent(path.slice(1));
    return name === "" || name.length > mostNameCharacters || /[/\p{Cc}]/u.test(name) ? null : name;
  } catch {
    return null;
  }
}

/** null: too long. */
async function bodyOf(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= mostBytes) chunks.push(chunk);
  }
  return bytes > mostBytes ? null : Buffer.concat(chunks).toString("utf8");
}
