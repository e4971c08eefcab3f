import type { Translation } from "@meridian/chat-protocol";
import type { EndpointName } from "@meridian/routing";
import type { Pool } from "undici";
import type { ConnectionPool } from "./connections/connection-pool.ts";
import type { ForwardedHeader } from "../chat/forwarded-headers.ts";
import type { CallSigner } from "./sign-in/call-signer.ts";

/** All that is needed to call one upstream, worked out when the config is applied and not again for each request. */
export type UpstreamTarget = {
  readonly connections: ConnectionPool;
  /** For its health checks. */
  readonly pool: Pool;
  /** How it is called for each endpoint of the gateway that it serves; plans leave it out for the others. */
  readonly ways: Readonly<Partial<Record<EndpointName, UpstreamWay>>>;
  /** The provider's own model name as it stands in a body; null sends the caller's. */
  readonly modelJson: Uint8Array | null;
  /** null: its credential stands in the headers of its ways, if it has one. */
  readonly signer: CallSigner | null;
  /** Secrets whose values a call sends or is signed with. */
  readonly secretNames: readonly string[];
  /** Some older engines refuse `stream_options`: false once this one did. */
  takesUsageOption: boolean;
};

/**
 * How an upstream is called when a caller asks for one endpoint. Here, and nowhere else, a caller's protocol meets an
 * upstream's: `UpstreamAsk` makes the body by its way and `UpstreamCall.attemptAnswered` picks who reads the reply;
 * whatever stands behind them (hold-back, tap, records, errors) knows the caller's protocol alone.
 */
export type UpstreamWay = {
  /** With its query; where the translation's path names the model, what stands before it. */
  readonly path: string;
  /** null: caller and upstream speak the same protocol, and bytes are relayed. */
  readonly translation: Translation | null;
  /** Flat name, value, … list with the credential; never logged. */
  readonly streamHeaders: readonly string[];
  readonly replyHeaders: readonly string[];
  /** What goes on of the caller's headers besides what always does. */
  readonly callerHeaders: readonly ForwardedHeader[];
};
