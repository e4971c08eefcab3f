import { z } from "zod";

const count = z.number().int().nonnegative();

/** What an engine does wrong from now on. Everything is optional, and several may be given at once. */
export const faultsSchema = z.strictObject({
  /** Answers this share (0..1) of the requests with an error envelope of this status, and a Retry-After when given. */
  errors: z
    .strictObject({
      status: z.number().int().min(400).max(599),
      share: z.number().min(0).max(1),
      retryAfterMs: z.number().nonnegative().optional(),
    })
    .optional(),
  /** Every step takes this many times as long. */
  slowdown: z.number().positive().optional(),
  /** Takes the request and never answers. */
  hang: z.boolean().optional(),
  /** Sends the headers of a 200 and then nothing. */
  hangAfterHeaders: z.boolean().optional(),
  /** Falls silent after this many tokens (streams only). */
  hangAfterTokens: count.optional(),
  /** Destroys the connection after this many tokens; non-streaming replies are cut in the middle of the body. */
  cutAfterTokens: count.optional(),
  /** Sends an error event inside the 200 stream after this many tokens; non-streaming replies are an error envelope with status 200. */
  errorAfterTokens: count.optional(),
  /** Closes the connection of every API request without a reply. */
  refuse: z.boolean().optional(),
  /** Answers 200 with what is not the protocol. */
  malformed: z.boolean().optional(),
  /** Sends this many content frames with an empty text before the first token (streams only). */
  emptyFrames: count.optional(),
  /** Ends streams cleanly but without the finish frame and `[DONE]`. */
  omitDone: z.boolean().optional(),
});

export type Faults = z.infer<typeof faultsSchema>;
