import type { RouterFactory } from "../simulation/simulated-router.ts";
import { preferred } from "./preferred.ts";

/** Any of them: llm-d's random picker, LiteLLM's `simple-shuffle` with equal weights. */
export const randomPick: RouterFactory = ({ upstreams, random }) => ({
  pick(request) {
    const candidates = preferred(upstreams, request.tried);
    return candidates[Math.floor(random() * candidates.length)]!;
  },
  onFirstToken() {},
  onEnd() {},
  onError() {},
});
