import { requestOutcomes } from "@meridian/metrics";
import { z } from "zod";

const name = z.string().min(1).max(128).optional();

/** Which requests are meant; what is not said fits any. */
export const requestFilterInput = z
  .object({
    outcome: z.enum(requestOutcomes).optional(),
    route: name,
    model: z.string().min(1).max(256).optional(),
    upstream: name,
    keyId: name,
    configVersion: z.number().int().positive().optional(),
    promptVariant: name,
    region: name,
    status: z.number().int().min(100).max(599).optional(),
    errorCode: name,
    stream: z.boolean().optional(),
    sessionHash: name,
    traceId: name,
    minDurationMs: z.number().nonnegative().max(86_400_000).optional(),
  })
  .default({});

const momentMs = z.number().int().nonnegative().max(8_640_000_000_000_000);

/** A stretch of the log; open where nothing is said, `toMs` excluded. */
export const windowInput = { fromMs: momentMs.optional(), toMs: momentMs.optional() };

/** A position in the log: that of one line. */
export const requestCursorInput = z.object({ startedAtMs: momentMs, id: z.uuid() });
