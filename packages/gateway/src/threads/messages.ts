import type { RequestRecord } from "@meridian/metrics";
import type { NamedBlock, SentPrompt, SharedMemoryHandle } from "@meridian/routing";
import type { ApplyResult } from "../environments/environment-registry.ts";
import type { EnvironmentSource } from "../environments/environment-source.ts";
import type { GatewayOptions } from "../gateway-options.ts";
import type { GatewayCounters } from "../server/gateway-counters.ts";
import type { TraceParent } from "../server/trace-parent.ts";
import type { GatewaySettings } from "../settings.ts";

/** What the keeper has done to its environments, for the threads to do the same. */
export type EnvironmentChange =
  | { readonly kind: "apply"; readonly source: EnvironmentSource; readonly atMs: number }
  | { readonly kind: "keep_only"; readonly environmentIds: readonly string[] };

/** What a thread begins with. */
export type ThreadStart = {
  /** From 0. */
  readonly thread: number;
  readonly memory: SharedMemoryHandle;
  readonly settings: GatewaySettings;
  readonly options: GatewayOptions;
  readonly changes: readonly EnvironmentChange[];
  readonly snapshotsExpired: boolean;
};

/** What the keeper tells a thread. */
export type ToThread =
  | {
      readonly kind: "change";
      readonly number: number;
      readonly change: EnvironmentChange;
      /** To be learnt before. */
      readonly blocks: readonly NamedBlock[];
    }
  | { readonly kind: "snapshots_expired"; readonly expired: boolean }
  /** So many records have been taken over. */
  | { readonly kind: "records_taken"; readonly count: number }
  /** What others have sent to the upstreams: other threads, and other gateways. */
  | { readonly kind: "prompts"; readonly prompts: readonly SentPrompt[] }
  | { readonly kind: "stop"; readonly drainMs: number }
  | LiveToThread;

/** Of the sockets of the live feed, which a thread holds and the keeper serves. */
export type LiveToThread =
  | { readonly kind: "live_write"; readonly socket: number; readonly bytes: Uint8Array }
  | { readonly kind: "live_end"; readonly socket: number }
  | { readonly kind: "live_destroy"; readonly socket: number };

/** A request's record, with the span of its caller. */
export type HandedRecord = readonly [record: RequestRecord, parent: TraceParent | null];

/** What a thread tells the keeper. */
export type FromThread =
  | { readonly kind: "listening"; readonly port: number }
  | { readonly kind: "changed"; readonly number: number; readonly result: ApplyResult | null }
  | { readonly kind: "records"; readonly records: readonly HandedRecord[] }
  | { readonly kind: "counters"; readonly counters: GatewayCounters }
  /** What it has sent to the upstreams, and how much more that it had no room for. */
  | { readonly kind: "prompts"; readonly prompts: readonly SentPrompt[]; readonly dropped: number }
  | { readonly kind: "stopped" }
  | LiveFromThread;

export type LiveFromThread =
  | {
      readonly kind: "live_open";
      readonly socket: number;
      readonly url: string;
      readonly headers: Readonly<Record<string, string | string[] | undefined>>;
      readonly head: Uint8Array;
    }
  | { readonly kind: "live_data"; readonly socket: number; readonly bytes: Uint8Array }
  | { readonly kind: "live_written"; readonly socket: number }
  | { readonly kind: "live_ended"; readonly socket: number }
  | { readonly kind: "live_closed"; readonly socket: number };
