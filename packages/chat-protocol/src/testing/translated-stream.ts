import { readFileSync } from "node:fs";
import type { ReplyContext, Translation } from "../translate/translation.ts";

/** A stream written down from a provider's documentation. */
export const transcript = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(new URL(`../../test/transcripts/${name}`, import.meta.url)));

export const replyContext: ReplyContext = { requestId: "r1", model: "asked", nowMs: 1_700_000_000_000, inputTokens: 7 };

/** What a caller gets of a stream whose bytes come in these pieces. */
export function translated(translation: Translation, pieces: readonly Uint8Array[], ended = true): string {
  const stream = translation.stream(replyContext);
  return pieces.map((piece) => stream.push(piece)).join("") + (ended ? stream.end() : "");
}

/** The data of its frames, in order. */
export const dataOf = (frames: string): readonly Record<string, unknown>[] =>
  [...frames.matchAll(/^data: (\{.*)$/gm)].map(([, data]) => JSON.parse(data ?? ""));
