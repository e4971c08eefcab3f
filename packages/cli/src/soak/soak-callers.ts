import { setTimeout as pause } from "node:timers/promises";
import { Pool } from "undici";
import { benchKey } from "../bench/bench-config.ts";

/** How the requests ended, as their callers saw it. */
export type Seen = { sent: number; whole: number; refused: number; errorEvents: number; left: number; wrong: string[] };

/** Wrong answers that are kept to be shown. */
const maxWrong = 20;
const message = "Where is my order? It was to arrive on Monday and has not. ";
const small = message.repeat(5);
const large = message.repeat(1_700);

/** Callers who send all kinds of requests, some of them wrong, and some of whom leave in the middle of a stream. */
export class SoakCallers {
  readonly seen: Seen = { sent: 0, whole: 0, refused: 0, errorEvents: 0, left: 0, wrong: [] };
  readonly #pool: Pool;
  #stopped = false;

  constructor(origin: string, callers: number) {
    this.#pool = new Pool(origin, { connections: callers, pipelining: 1 });
  }

  /** Runs until `stop`; resolves when the last answer is in. */
  async run(callers: number): Promise<void> {
    await Promise.all(Array.from({ length: callers }, () => this.#caller()));
    await this.#pool.close();
  }

  stop(): void {
    this.#stopped = true;
  }

  async #caller(): Promise<void> {
    while (!this.#stopped) {
      await this.#one();
      await pause(Math.random() * 20);
    }
  }

  async #one(): Promise<void> {
    const { seen } = this;
    const stream = Math.random() < 0.5;
    const leaves = stream && Math.random() < 0.15;
    const content = Math.random() < 0.1 ? large : small;
    const body = JSON.stringify({ model: "bench", stream, messages: [{ role: "user", content }] });
    const kind = Math.random();
    const key = kind < 0.02 ? "no-such-key" : benchKey;
    seen.sent += 1;
    const reply = await this.#pool.request({
      path: "/v1/chat/completions",
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${key}`, "x-meridian-timeout-ms": "3000" },
      body: kind > 0.97 ? body.slice(0, -5) : body,
    });
    const streaming = reply.headers["content-type"] === "text/event-stream";
    let text = "";
    for await (const chunk of reply.body.setEncoding("utf8")) {
      text += String(chunk);
      if (!leaves || !streaming) continue;
      seen.left += 1;
      // Leaving the loop destroys the body, and with it the connection.
      return;
    }
    this.#judge(reply.statusCode, streaming, text);
  }

  #judge(status: number, streaming: boolean, text: string): void {
    const { seen } = this;
    if (status === 200 && streaming && text.endsWith("data: [DONE]\n\n")) seen.whole += 1;
    else if (status === 200 && streaming && /data: \{"error":.*\}\n\n$/.test(text)) seen.errorEvents += 1;
    else if (status === 200 && !streaming && text.startsWith("{") && text.endsWith("}")) seen.whole += 1;
    else if (status >= 400 && status !== 500 && text.includes('"request_id"')) seen.refused += 1;
    else if (seen.wrong.length < maxWrong) seen.wrong.push(`${status} ${text.slice(-200)}`);
  }
}
