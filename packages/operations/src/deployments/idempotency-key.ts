import { z } from "zod";

/** Chosen by the caller for one intention: trying again with the same key does nothing twice. */
export const idempotencyKey = z.string().min(8).max(128);
