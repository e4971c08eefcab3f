import { z } from "zod";
import { share } from "./share.ts";
import { upstreamReference } from "./upstream-reference.ts";

export const canarySchema = z
  .strictObject({
    upstream: upstreamReference("The upstream that is tried out; one of the route's targets."),
    share: share("Share of callers that it serves, always the same ones; who is inside stays so while it grows.", {
      example: "10%",
    }),
  })
  .meta({ description: "Tries out one upstream on a share of the callers." });
