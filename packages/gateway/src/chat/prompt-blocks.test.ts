import { allEndpoints, parseRequest } from "@meridian/chat-protocol";
import { describe, expect, it } from "vitest";
import { PromptBlocks } from "./prompt-blocks.ts";

const chat = allEndpoints.find(({ name }) => name === "chat.completions")!;
const messages = allEndpoints.find(({ name }) => name === "messages")!;

const prefixOf = (endpoint: typeof chat, body: Readonly<Record<string, unknown>>) => {
  const bytes = Buffer.from(JSON.stringify({ model: "m", max_tokens: 1, ...body }));
  const parsed = parseRequest(endpoint.request, bytes);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return new PromptBlocks(bytes, parsed.request).prefix();
};
const turn = (content: string, role = "user") => ({ role, content });
const alike = (a: Uint32Array, b: Uint32Array): number => a.findIndex((hash, index) => hash !== b[index]);

describe("a prompt in blocks", () => {
  it("begins as the next turn of its conversation does, for every block of 256 bytes that is whole", () => {
    const conversation = [turn("a".repeat(1_000)), turn("b".repeat(600), "assistant")];
    const first = prefixOf(chat, { messages: conversation });
    const second = prefixOf(chat, { messages: [...conversation, turn("c".repeat(400))], temperature: 0.5 });
    expect(first.hashes.length).toBe(6);
    expect([...first.ends.subarray(0, 6)]).toEqual([64, 128, 192, 256, 320, 384]);
    expect([...second.hashes.subarray(0, 6)]).toEqual([...first.hashes]);
  });

  it("parts where the texts part, and stays apart after it", () => {
    const text = (middle: string) => `${"a".repeat(600)}${middle}${"b".repeat(600)}`;
    const one = prefixOf(chat, { messages: [turn(text("x"))] }).hashes;
    const other = prefixOf(chat, { messages: [turn(text("y"))] }).hashes;
    expect(alike(one, other)).toBe(2);
    expect([...one].filter((hash) => other.includes(hash)).length).toBe(2);
  });

  it("is another one for another model", () => {
    const body = { messages: [turn("a".repeat(1_000))] };
    expect(alike(prefixOf(chat, body).hashes, prefixOf(chat, { ...body, model: "n" }).hashes)).toBe(0);
  });

  it("begins with the system prompt, wherever it stands in the body", () => {
    const system = "s".repeat(1_000);
    const one = prefixOf(messages, { messages: [turn("a".repeat(400))], system }).hashes;
    const other = prefixOf(messages, { system, messages: [turn("b".repeat(400))] }).hashes;
    expect(alike(one, other)).toBe(4);
  });

  it("is bounded: of 4 MB the first 128 KB are looked at, in blocks of 1 KB after 16 KB", () => {
    const { hashes, ends } = prefixOf(chat, { messages: [turn("a".repeat(4_000_000))] });
    expect(hashes.length).toBe(64 + 112);
    expect(ends[hashes.length - 1]).toBe(32_768);
  });
});
