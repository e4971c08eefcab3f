import { setTimeout } from "node:timers/promises";
import OpenAI from "openai";

export type LoadReport = { readonly sent: number; readonly failures: readonly string[]; readonly upstreams: ReadonlyMap<string, number> };

/** Steady traffic through the real client, without retries of its own, until stopped. */
export function startLoad(options: { gatewayUrl: string; key: string; model: string; everyMs: number }): { stop: () => Promise<LoadReport>; upstreamOfLast: () => string | null } {
  const client = new OpenAI({ baseURL: options.gatewayUrl, apiKey: options.key, maxRetries: 0 });
  const failures: string[] = [];
  const upstreams = new Map<string, number>();
  const pending = new Set<Promise<void>>();
  let sent = 0;
  let stopped = false;
  let last: string | null = null;

  const one = async (): Promise<void> => {
    sent += 1;
    try {
      const { response } = await client.chat.completions
        .create({ model: options.model, max_tokens: 8, messages: [{ role: "user", content: "How long is the warranty?" }] })
        .withResponse();
      last = response.headers.get("x-meridian-upstream");
      if (last !== null) upstreams.set(last, (upstreams.get(last) ?? 0) + 1);
    } catch (error) {
      failures.push(String(error));
    }
  };
  const loop = (async () => {
    while (!stopped) {
      const request = one();
      pending.add(request);
      void request.finally(() => pending.delete(request));
      await setTimeout(options.everyMs);
    }
    await Promise.all(pending);
  })();
  return {
    upstreamOfLast: () => last,
    stop: async () => {
      stopped = true;
      await loop;
      return { sent, failures, upstreams };
    },
  };
}
