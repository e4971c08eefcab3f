import type { RouteRequest } from "@meridian/routing";
import type { RoutedRequest } from "../simulation/simulated-router.ts";
import { simulatedModel } from "./routing-document.ts";
import { simulatedPrompt } from "./simulated-prompt.ts";

const needsNothing = { tools: false, vision: false, jsonSchema: false };
const anyRoute = ["*"];

/** What a plan is made from. */
export function simulatedFacts(request: RoutedRequest, blockTokens: number): RouteRequest {
  return {
    endpoint: "chat.completions",
    model: simulatedModel,
    stream: true,
    keyName: "simulated",
    keyRoutes: anyRoute,
    tags: [],
    headers: {},
    inputTokens: request.promptTokens,
    maxOutputTokens: null,
    needs: needsNothing,
    session: String(request.session),
    prompt: simulatedPrompt(request, blockTokens),
    noFallback: false,
  };
}
