import type { UpstreamState } from "../state/upstream-state.ts";
import type { SentPrompt } from "./sent-prompts.ts";

/** What others sent to the upstreams is cached there too, and has driven out what was. */
export function hearPrompts(prompts: readonly SentPrompt[], states: Iterable<UpstreamState>): void {
  if (prompts.length === 0) return;
  for (const { number, prefixes } of states)
    if (prefixes) for (const prompt of prompts) if (prompt.upstream === number) prefixes.add(prompt);
}
