import type { SentPrompt, UpstreamLoad } from "@meridian/routing";
import { z } from "zod";

/** What one gateway tells the others. */
export type PeerMessage = {
  /** Of the process: two gateways may have one name. */
  readonly from: string;
  /** All that it has in flight. */
  readonly loads: readonly UpstreamLoad[];
  /** What it has sent since its last message. */
  readonly prompts: readonly SentPrompt[];
};

/** A longer one is not read. */
const mostBytes = 1_048_576;
/** With more it is not read either. */
const [mostLoads, mostPrompts] = [10_000, 1_024] as const;

const amount = z.number().nonnegative().max(1e15);
const messageSchema = z.tuple([
  z.literal(1),
  z.string().min(1).max(64),
  z.array(z.tuple([z.int().positive(), amount, amount, amount, z.number().min(-1).max(1e15)])),
  z.array(z.tuple([z.int().positive(), z.base64()])),
]);

export function writePeerMessage({ from, loads, prompts }: PeerMessage): string {
  const rows = loads
    .slice(0, mostLoads)
    .map((load) => [
      load.upstream,
      load.inFlight,
      Math.round(load.outstandingTokens),
      Math.round(load.unreadTokens),
      Math.round(load.oldestWaitMs),
    ]);
  return JSON.stringify([1, from, rows, prompts.map(({ upstream, hashes }) => [upstream, base64Of(hashes)])]);
}

/** null: it is none, or one of another version. */
export function readPeerMessage(text: string): PeerMessage | null {
  const json = text.length > mostBytes ? null : jsonOf(text);
  // Before a look at each: of a list of wrong ones every one would be complained about.
  if (!Array.isArray(json) || lengthOf(json[2]) > mostLoads || lengthOf(json[3]) > mostPrompts) return null;
  const read = messageSchema.safeParse(json);
  if (!read.success) return null;
  const [, from, rows, prompts] = read.data;
  return {
    from,
    loads: rows.map(([upstream, inFlight, outstandingTokens, unreadTokens, oldestWaitMs]) => {
      return { upstream, inFlight, outstandingTokens, unreadTokens, oldestWaitMs };
    }),
    prompts: prompts.map(([upstream, hashes]) => ({ upstream, hashes: hashesOf(hashes) })),
  };
}

const lengthOf = (list: unknown): number => (Array.isArray(list) ? list.length : Number.POSITIVE_INFINITY);

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function base64Of(hashes: Uint32Array): string {
  const bytes = Buffer.alloc(hashes.length * 4);
  for (let at = 0; at < hashes.length; at++) bytes.writeUInt32LE(hashes[at]!, at * 4);
  return bytes.toString("base64");
}

function hashesOf(text: string): Uint32Array {
  const bytes = Buffer.from(text, "base64");
  return Uint32Array.from({ length: bytes.length >> 2 }, (_, at) => bytes.readUInt32LE(at * 4));
}
