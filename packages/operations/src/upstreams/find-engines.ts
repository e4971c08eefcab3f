import { type DetectedEngine, detectEngines } from "@meridian/outbound";
import { z } from "zod";
import { environmentVerb } from "../verb/environment-verb.ts";

/** Engines that run on the machine of the control plane; none where private upstreams are not allowed. */
export const findEngines = environmentVerb({
  scope: "upstreams:test",
  input: z.object({ environmentId: z.uuid() }),
  run: async ({ ctx }): Promise<{ readonly allowed: boolean; readonly engines: readonly DetectedEngine[] }> => {
    if (!ctx.outbound.allowPrivate) return { allowed: false, engines: [] };
    return { allowed: true, engines: await detectEngines() };
  },
});
