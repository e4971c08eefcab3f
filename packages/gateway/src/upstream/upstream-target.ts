import type { Pool } from "undici";

/** All that is needed to call one upstream, worked out when the config is applied and not again for each request. */
export type UpstreamTarget = {
  readonly pool: Pool;
  /** Path and query of the chat endpoint. */
  readonly chatPath: string;
  /** Flat name, value, … list with the credential; never logged. */
  readonly streamHeaders: readonly string[];
  readonly replyHeaders: readonly string[];
  /** The provider's own model name as it stands in a body; null sends the caller's. */
  readonly modelJson: Uint8Array | null;
};
