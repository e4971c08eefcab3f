import type { UpstreamState } from "../state/upstream-state.ts";
import type { SentPrompt } from "./sent-prompts.ts";

/** What others sent to the upstreams is cached there too, and has driven out what was. */
export function hearPrompts(prompts: readonly SentPrompt[], states: Iterable<UpstreamState>): void {
  if (prompts.length === 0) return;
  const byNumber = new Map<number, UpstreamState>();
  for (const state of states) if (state.prefixes) byNumber.set(state.number, state);
  for (const prompt of prompts) byNumber.get(prompt.upstream)?.prefixes?.add(prompt);
}
