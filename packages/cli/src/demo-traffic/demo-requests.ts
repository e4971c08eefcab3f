import { azureConversation, createArrivals, promptText, seededRandom } from "@meridian/simulator";
import type { ChatOrder } from "../chat-client/send-chat.ts";
import { demoInstructions } from "./demo-instructions.ts";

/** One request of the demo, and how long after the one before it is sent. */
export type DemoRequest = ChatOrder & { readonly gapMs: number };

const mix = [
  { model: "support-chat", share: 0.55 },
  { model: "claims-summary", share: 0.25 },
  { model: "internal-search", share: 0.2 },
] as const satisfies readonly { readonly model: keyof typeof demoInstructions; readonly share: number }[];

/** Keeps bodies below about 8 KB; the trace's longest prompts would be 56 KB. */
const longestPromptTokens = 2000;
const maxOutputTokens = 120;

/** Endless repeatable demo traffic: arrivals as in a real trace, over the demo's three routes, mostly streamed. */
export function demoRequests(seed: number, requestsPerSecond: number): () => DemoRequest {
  const nextArrival = createArrivals(seed, { ...azureConversation, requestsPerSecond });
  const random = seededRandom(seed + 1);
  const nextConversation = conversations(seededRandom(seed + 2));
  return () => {
    const { gapMs, promptTokens } = nextArrival();
    let left = random();
    const route = mix.find(({ share }) => (left -= share) < 0) ?? mix[0];
    return {
      gapMs,
      model: route.model,
      instructions: demoInstructions[route.model],
      prompt: promptText(Math.min(promptTokens, longestPromptTokens), random),
      stream: random() < 0.85,
      maxOutputTokens,
      leavesAfterTokens: random() < 0.01 ? 10 : null,
      ...nextConversation(route.model),
    };
  };
}

/** Conversations that go on at a time; of each ten requests one begins another. */
const openAtATime = 8;
const lastsOn = 0.9;

/** Support talks in sessions; an agent searches in traces of a few requests each; claims stand alone. */
function conversations(random: () => number): (model: string) => Pick<ChatOrder, "session" | "traceId"> {
  const hex = () => Array.from({ length: 32 }, () => Math.floor(random() * 16).toString(16)).join("");
  const open = Array.from({ length: openAtATime }, hex);
  let trace = hex();
  return (model) => {
    if (model === "internal-search") {
      if (random() < 0.3) trace = hex();
      return { session: null, traceId: trace };
    }
    if (model !== "support-chat") return { session: null, traceId: null };
    const at = Math.floor(random() * openAtATime);
    if (random() >= lastsOn) open[at] = hex();
    return { session: `conversation ${open[at] ?? ""}`, traceId: null };
  };
}
