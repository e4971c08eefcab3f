import type { RouterFactory } from "../simulation/simulated-router.ts";
import { preferred } from "./preferred.ts";

/** One after the other, without a look at anything: the default of Kubernetes' services and of nginx. */
export const roundRobin: RouterFactory = ({ upstreams }) => {
  let turn = 0;
  return {
    pick(request) {
      const candidates = preferred(upstreams, request.tried);
      return candidates[turn++ % candidates.length]!;
    },
    onFirstToken() {},
    onEnd() {},
    onError() {},
  };
};
