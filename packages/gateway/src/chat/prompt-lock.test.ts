import { expect, it, onTestFinished, vi } from "vitest";
import { chat, chatBody } from "../testing/chat-call.ts";
import { startRawUpstream } from "../testing/raw-upstream.ts";
import { routingYaml } from "../testing/routing-yaml.ts";
import { startTestGateway } from "../testing/start-test-gateway.ts";
import { completion, replyJson } from "../testing/wire.ts";
import { PromptBlocks } from "./prompt-blocks.ts";

it.each([
  ["policy: adaptive", { policy: "adaptive" }],
  ["affinity by prefix", { route: ["affinity: { key: prefix }"] }],
])("with %s a prompt is read before the lock that all threads take to decide, and once", async (_, options) => {
  const upstream = await startRawUpstream((response) => replyJson(response, completion("hi")));
  const gateway = await startTestGateway(routingYaml({ east: upstream.url, west: upstream.url }, options));
  onTestFinished(async () => {
    vi.restoreAllMocks();
    await gateway.close();
    await upstream.close();
  });
  const [environment] = gateway.registry.all();
  const { lock } = environment!.state;
  let held = 0;
  vi.spyOn(lock, "take").mockImplementation(() => void (held += 1));
  vi.spyOn(lock, "release").mockImplementation(() => void (held -= 1));
  const reads = new Map<PromptBlocks, number>();
  vi.spyOn(PromptBlocks.prototype, "prefix").mockImplementation(function (this: PromptBlocks) {
    if (!reads.has(this)) reads.set(this, held);
    return { hashes: new Uint32Array(0), ends: new Uint32Array(0) };
  });
  expect((await chat(gateway.url, chatBody())).status).toBe(200);
  expect([...reads.values()]).toEqual([0]);
});
