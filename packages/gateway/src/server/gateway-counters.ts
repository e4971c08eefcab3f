import type { LimitKind } from "@meridian/routing";
import type { LimitScope } from "../limits/request-limits.ts";

const noRefusals = (): Record<LimitKind, number> => ({
  requestsPerMinute: 0,
  tokensPerMinute: 0,
  inFlight: 0,
  spend: 0,
});

/** What the request path counts for `/metrics`: plain numbers, written by the request path and read by the scrape. */
export class GatewayCounters {
  /** Requests received and not yet answered in full. */
  requestsInFlight = 0;
  /** Those of them that wait until an upstream has cooled down. */
  requestsWaiting = 0;
  /** Bytes of the bodies of requests in flight. */
  bodyBytesHeld = 0;
  /** Streams whose first bytes have been relayed and that have not ended. */
  streamsOpen = 0;
  /** Since the process began, by status class of the answer: index 2 is 2xx, 4 is 4xx, 5 is 5xx. */
  readonly answersByClass = [0, 0, 0, 0, 0, 0];
  /** Upstream calls begun. */
  attempts = 0;
  /** Requests that no endpoint took: unknown path, wrong method, broken HTTP. They leave no record. */
  refusedAtDoor = 0;
  /** Requests refused by a limit, by whose it was. */
  readonly refusedByLimit: Readonly<Record<LimitScope, Record<LimitKind, number>>> = {
    workspace: noRefusals(),
    key: noRefusals(),
    route: noRefusals(),
  };
  /** Bytes of upstream replies relayed to callers. */
  bytesRelayed = 0;
  /** Records that a thread could not hand over. */
  recordsDropped = 0;
  /** Times that an upstream was paused because its caller read too slowly. */
  pauses = 0;
}

const numbers = [
  "requestsInFlight",
  "requestsWaiting",
  "bodyBytesHeld",
  "streamsOpen",
  "attempts",
  "refusedAtDoor",
  "bytesRelayed",
  "recordsDropped",
  "pauses",
] as const;

/** Makes `into` the sum of what several threads have counted. */
export function addCounters(into: GatewayCounters, parts: readonly Readonly<GatewayCounters>[]): void {
  for (const name of numbers) into[name] = sumOf(parts.map((part) => part[name]));
  for (const at of into.answersByClass.keys()) {
    into.answersByClass[at] = sumOf(parts.map(({ answersByClass }) => answersByClass[at] ?? 0));
  }
  for (const [scope, byLimit] of Object.entries(into.refusedByLimit) as [LimitScope, Record<LimitKind, number>][]) {
    for (const limit of Object.keys(byLimit) as LimitKind[]) {
      byLimit[limit] = sumOf(parts.map(({ refusedByLimit }) => refusedByLimit[scope][limit]));
    }
  }
}

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
