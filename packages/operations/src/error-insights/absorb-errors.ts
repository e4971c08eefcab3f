import { type Database, type InsightSighting, moveInsights, type QueuedError, takeQueuedErrors } from "@meridian/db";
import { errorEventsOf, errorFingerprint, fingerprintVersion, normaliseMessage } from "@meridian/metrics";
import { type CountedSightings, countWhatCan, type RefusedSighting } from "./count-what-can.ts";
import { ProviderNames } from "./provider-names.ts";

/** Requests counted in one transaction, and transactions in one round: the worker's other duties wait for no storm. */
const batchSize = 1_000;
const mostBatches = 20;

/** Of messages that name what they are about: enough to recognise one. */
const longestSample = 500;

/** Counts what is queued into error insights, and moves them to the states they should be in. */
export type ErrorAbsorber = (nowMs: number) => Promise<{
  readonly counted: number;
  readonly moved: number;
  /** What no insight counts, because the database refuses it. */
  readonly refused: readonly RefusedSighting[];
}>;

/**
 * The worker's part in error insights. A batch is taken off the queue and counted in one transaction: each request is counted
 * once, in whatever order requests come, however late, and whenever the worker is stopped.
 */
export function createErrorAbsorber(db: Database): ErrorAbsorber {
  const providers = new ProviderNames(db);
  return async (nowMs) => {
    const seen = new Set<string>();
    const refused: RefusedSighting[] = [];
    let counted = 0;
    for (let batch = 0; batch < mostBatches; batch++) {
      const { taken, ids, refused: left } = await absorbBatch(db, providers);
      for (const id of ids) seen.add(id);
      refused.push(...left);
      counted += taken;
      if (taken < batchSize) break;
    }
    return { counted, moved: await moveInsights(db.pool, nowMs, [...seen]), refused };
  };
}

async function absorbBatch(
  db: Database,
  providers: ProviderNames,
): Promise<CountedSightings & { readonly taken: number }> {
  const client = await db.pool.connect();
  try {
    await client.query("BEGIN");
    const { taken, errors } = await takeQueuedErrors(client, batchSize);
    const { ids, refused } = await countWhatCan(client, await sightingsOf(errors, providers));
    await client.query("COMMIT");
    client.release();
    return { taken, ids, refused };
  } catch (error) {
    // Its transaction ends with the connection.
    client.release(true);
    throw error;
  }
}

async function sightingsOf(errors: readonly QueuedError[], providers: ProviderNames): Promise<InsightSighting[]> {
  const sightings: InsightSighting[] = [];
  for (const request of errors) {
    for (const { errorClass, upstream, message, reachedCaller } of errorEventsOf(request)) {
      const provider = await providers.of(request.workspaceId, request.configVersion, upstream);
      sightings.push({
        workspaceId: request.workspaceId,
        environmentId: request.environmentId,
        fingerprint: errorFingerprint({ errorClass, provider, upstream, message }),
        fingerprintVersion,
        errorClass,
        provider,
        upstream,
        message: normaliseMessage(message),
        sampleMessage: message.slice(0, longestSample).toWellFormed(),
        requestId: request.id,
        startedAtMs: request.startedAtMs,
        reachedCaller,
        values: {
          route: request.route ?? "",
          model: request.requestedModel ?? "",
          upstream,
          configVersion: String(request.configVersion ?? 0),
          keyId: request.keyId ?? "",
          promptVariant: request.promptVariant ?? "",
          callerRegion: request.callerRegion ?? "",
        },
      });
    }
  }
  return sightings;
}
