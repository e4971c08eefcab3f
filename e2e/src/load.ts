import { setTimeout } from "node:timers/promises";
import OpenAI from "openai";

export type LoadReport = { readonly sent: number; readonly failures: readonly string[] };

export type Load = {
  /** Lets what is under way end; says what failed. */
  stop(): Promise<LoadReport>;
  /** Of the newest answer. */
  upstreamOfLast(): string | null;
  /** Config version of the newest answer. */
  lastVersion(): number | null;
  /** When the first request that a config version decided was sent, epoch ms; infinite if none was. */
  firstSentUnder(version: number): number;
  /** Answers of an upstream so far. */
  countOf(upstream: string): number;
  /** When an upstream last answered, epoch ms; 0 if never. */
  lastAnswerOf(upstream: string): number;
};

/** Steady traffic through the real client, without retries of its own, until stopped. */
export function startLoad(options: {
  readonly gatewayUrl: string;
  readonly key: string;
  readonly model: string;
  readonly everyMs: number;
}): Load {
  const client = new OpenAI({ baseURL: options.gatewayUrl, apiKey: options.key, maxRetries: 0 });
  const failures: string[] = [];
  const answers = new Map<string, { count: number; atMs: number }>();
  const versions = new Map<number, number>();
  const pending = new Set<Promise<void>>();
  const stopping = new AbortController();
  let sent = 0;
  let upstream: string | null = null;
  let version: number | null = null;

  const one = async (): Promise<void> => {
    sent += 1;
    const sentAtMs = Date.now();
    try {
      const { response } = await client.chat.completions
        .create({
          model: options.model,
          max_tokens: 8,
          messages: [{ role: "user", content: "How long is the warranty?" }],
        })
        .withResponse();
      upstream = response.headers.get("x-meridian-upstream");
      version = Number(response.headers.get("x-meridian-config-version"));
      versions.set(version, Math.min(sentAtMs, versions.get(version) ?? sentAtMs));
      const name = upstream ?? "";
      answers.set(name, { count: (answers.get(name)?.count ?? 0) + 1, atMs: Date.now() });
    } catch (error) {
      failures.push(String(error));
    }
  };
  const loop = (async () => {
    while (!stopping.signal.aborted) {
      const request = one();
      pending.add(request);
      void request.finally(() => pending.delete(request));
      await setTimeout(options.everyMs);
    }
    await Promise.all(pending);
  })();
  return {
    stop: async () => {
      stopping.abort();
      await loop;
      return { sent, failures };
    },
    upstreamOfLast: () => upstream,
    lastVersion: () => version,
    firstSentUnder: (number) => versions.get(number) ?? Number.POSITIVE_INFINITY,
    countOf: (name) => answers.get(name)?.count ?? 0,
    lastAnswerOf: (name) => answers.get(name)?.atMs ?? 0,
  };
}
