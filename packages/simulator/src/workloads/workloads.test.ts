import { expect, test } from "vitest";
import { azureConversation } from "../arrivals/trace-fit.ts";
import { bursts, serveGenBursts } from "./bursts.ts";
import { drawConversations, supportChats } from "./conversations.ts";
import { drawWorkload } from "./draw-workload.ts";
import { drawGroupLadder, publishedLadder } from "./group-ladder.ts";

test("bursts keep the mean rate and have seconds of 2.5 to 6 times the mean, as ServeGen's peak of 3.3", () => {
  const fit = { ...azureConversation, requestsPerSecond: 20 };
  const { arrivalMs } = drawWorkload(3, fit, 40_000, bursts(3, serveGenBursts));
  const seconds = new Float64Array(Math.ceil(arrivalMs.at(-1)! / 1_000));
  for (const atMs of arrivalMs) seconds[Math.floor(atMs / 1_000)]! += 1;
  const mean = 40_000 / seconds.length;
  expect(mean).toBeGreaterThan(17);
  expect(mean).toBeLessThan(23);
  const p99 = seconds.toSorted()[Math.floor(0.99 * seconds.length)]! / mean;
  expect(p99).toBeGreaterThan(2.5);
  expect(p99).toBeLessThan(6);
});

test("chats: each turn's prompt begins with all of the turn before, and tenants share their system prompt", () => {
  const { session, promptTokens, outputTokens, blocks, arrivalMs, blockTokens } = drawConversations(
    1,
    supportChats,
    10,
    3_000,
  );
  expect(arrivalMs).toEqual(arrivalMs.toSorted());
  const last = new Map<number, number>();
  const firstBlocks = new Set<number>();
  let follow = 0;
  for (const [at, chat] of session!.entries()) {
    const before = last.get(chat);
    firstBlocks.add(blocks![at]![0]!);
    expect(blocks![at]).toHaveLength(Math.floor((promptTokens[at]! + outputTokens[at]!) / blockTokens));
    if (before !== undefined) {
      follow++;
      expect(promptTokens[at]).toBeGreaterThan(promptTokens[before]! + outputTokens[before]!);
      expect(Array.from(blocks![at]!).slice(0, blocks![before]!.length)).toEqual(Array.from(blocks![before]!));
    }
    last.set(chat, at);
  }
  expect(follow / 3_000).toBeGreaterThan(0.6);
  expect(firstBlocks.size).toBe(20);
});

test("llm-d's ladder: everybody comes once before anybody comes again, in an order of its own or always in the first", () => {
  const users = 750;
  const first = ({ blocks }: ReturnType<typeof drawGroupLadder>, from: number) =>
    Array.from({ length: users }, (_, at) => Array.from(blocks![from + at]!).join());
  const anew = drawGroupLadder(1);
  expect(new Set(first(anew, users)).size).toBe(users);
  expect(first(anew, users)).not.toEqual(first(anew, 0));
  const once = drawGroupLadder(1, { ...publishedLadder, turns: "shuffled once" });
  expect(first(once, users)).toEqual(first(once, 0));
  const anybodys = drawGroupLadder(1, { ...publishedLadder, turns: "anybody's" });
  expect(new Set(first(anybodys, users)).size).toBeLessThan(users);
});
