import { type Logger, pino } from "pino";
import { onTestFinished } from "vitest";
import { type GatewayProcess, runGateway } from "../src/gateway-process.ts";
import type { GatewaySettings } from "../src/settings.ts";

/** A whole gateway on free ports that a test talks to over sockets. */
export class RunningGateway {
  readonly #process: GatewayProcess;
  readonly #key: string;
  /** Messages of the log, with their levels. */
  readonly log: readonly string[];
  #stopped = false;

  private constructor(process: GatewayProcess, key: string, log: readonly string[]) {
    this.#process = process;
    this.#key = key;
    this.log = log;
  }

  /** Ends with the test. */
  static async start(...args: Parameters<typeof RunningGateway.begin>): Promise<RunningGateway> {
    const gateway = await RunningGateway.begin(...args);
    onTestFinished(() => gateway.stop());
    return gateway;
  }

  static async begin(
    source: GatewaySettings["source"],
    key: string,
    more: Partial<GatewaySettings> = {},
    parts: Parameters<typeof runGateway>[2] = {},
  ): Promise<RunningGateway> {
    const lines: string[] = [];
    const log: Logger = pino({ level: "debug" }, { write: (line: string) => lines.push(JSON.parse(line).msg) });
    const settings: GatewaySettings = {
      host: "127.0.0.1",
      port: 0,
      adminPort: 0,
      name: "gateway-1",
      publicUrl: "http://127.0.0.1:4000",
      region: null,
      allowPrivateUpstreams: true,
      logLevel: "info",
      workers: 1,
      printRequests: false,
      maxSnapshotAgeMs: 3_600_000,
      maxInFlight: 20_000,
      maxHeldBodyBytes: 1_073_741_824,
      otlpEndpoint: null,
      redisUrl: null,
      signalsToken: null,
      source,
      ...more,
    };
    return new RunningGateway(await runGateway(settings, log, parts), key, lines);
  }

  get url(): string {
    return `http://127.0.0.1:${this.#process.publicPort}`;
  }

  get liveUrl(): string {
    return `ws://127.0.0.1:${this.#process.publicPort}/live`;
  }

  /** One chat completion; resolves to its status, its body and the headers that say who served it. */
  async chat(
    key = this.#key,
  ): Promise<{ status: number; upstream: string | null; version: string | null; body: unknown }> {
    const response = await fetch(`${this.url}/v1/chat/completions`, {
      method: "POST",
      headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
      signal: AbortSignal.timeout(5_000),
      body: JSON.stringify({ model: "small", max_tokens: 2, messages: [{ role: "user", content: "hello" }] }),
    });
    return {
      status: response.status,
      upstream: response.headers.get("x-meridian-upstream"),
      version: response.headers.get("x-meridian-config-version"),
      body: await response.json(),
    };
  }

  async admin(path: string, init: RequestInit = {}): Promise<{ status: number; text: string }> {
    const response = await fetch(`http://127.0.0.1:${this.#process.adminPort}${path}`, init);
    return { status: response.status, text: await response.text() };
  }

  async stop(): Promise<void> {
    if (this.#stopped) return;
    this.#stopped = true;
    await this.#process.stop();
  }
}
