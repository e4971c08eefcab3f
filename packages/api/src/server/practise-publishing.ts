import { setImmediate } from "node:timers/promises";
import {
  checkRoutingConfig,
  diffRoutingDocuments,
  parseRoutingDocument,
  summariseChanges,
} from "@meridian/routing-config";

/** A document of most parts that documents have. */
const documentOf = (weight: number): string => `language: 1
defaults: { timeouts: { connect: 1s, first_token: 15s }, retry: { max_attempts: 3, retry_on: [connect, 5xx] } }
upstreams:
  east: { provider: vllm, base_url: "https://east.example.com/v1", region: east }
  west:
    provider: openai
    base_url: https://west.example.com/v1
    price: { input_per_million_tokens: 0.5, output_per_million_tokens: 1.5 }
routes:
  chat: # as people write it
    match: { models: [chat, "chat-*"] }
    policy: weighted
    targets: [{ upstream: east, weight: ${weight} }, { upstream: west, weight: 50 }]
    outlier_ejection: { max_ejection_percent: 50%, base_ejection: 10s }
  rest: { policy: latency, targets: [{ upstream: east, priority: 1 }, { upstream: west, priority: 2 }] }
`;

/**
 * Checks and compares documents of its own, a few milliseconds at a time. The engine compiles code as it is first used:
 * without this, who publishes first after a start waits for that, a quarter of a second on a busy machine.
 *
 * @returns what the changes were, in words
 */
export async function practisePublishing(): Promise<readonly string[]> {
  const changes: string[] = [];
  for (let weight = 1; weight <= 5; weight++) {
    const [before, after] = [documentOf(weight), documentOf(weight + 1)];
    const { document, table } = checkRoutingConfig(after, { mode: "workspace" });
    await setImmediate();
    // One that a gateway could not serve would not have been checked to the end.
    if (document && table)
      changes.push(...summariseChanges(diffRoutingDocuments(parseRoutingDocument(before).document, document)));
    await setImmediate();
  }
  return changes;
}
