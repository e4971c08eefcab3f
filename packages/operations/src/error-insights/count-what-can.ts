import { countSightings, type InsightSighting } from "@meridian/db";

type Client = Parameters<typeof countSightings>[0];

/** A sighting that the database refuses, and its words for why. */
export type RefusedSighting = { readonly requestId: string; readonly reason: string };

export type CountedSightings = {
  /** Of the insights that were seen. */
  readonly ids: readonly string[];
  readonly refused: readonly RefusedSighting[];
};

/**
 * Counts sightings within the transaction of `client`, all at once; when what one of them says is refused, by halves until
 * that one is alone, and without it. Otherwise it would come back with its batch forever, and stop all that are behind it.
 * Throws what is nobody's in particular, such as a connection that ended.
 */
export async function countWhatCan(client: Client, sightings: readonly InsightSighting[]): Promise<CountedSightings> {
  await client.query("SAVEPOINT counting");
  try {
    const ids = await countSightings(client, sightings);
    await client.query("RELEASE SAVEPOINT counting");
    return { ids, refused: [] };
  } catch (error) {
    if (!isRefusal(error)) throw error;
    await client.query("ROLLBACK TO SAVEPOINT counting");
    await client.query("RELEASE SAVEPOINT counting");
    const [first, ...others] = sightings;
    if (first && others.length === 0) {
      return { ids: [], refused: [{ requestId: first.requestId, reason: error.message }] };
    }
  }
  // In the order in which insights are locked, so that halves of 2 workers do not wait crosswise.
  const inOrder = sightings.toSorted(
    (a, b) => compare(a.environmentId, b.environmentId) || compare(a.fingerprint, b.fingerprint),
  );
  const middle = Math.ceil(inOrder.length / 2);
  const before = await countWhatCan(client, inOrder.slice(0, middle));
  const after = await countWhatCan(client, inOrder.slice(middle));
  return { ids: [...before.ids, ...after.ids], refused: [...before.refused, ...after.refused] };
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Data that is out of range or no text (22), that breaks a constraint (23), or that is too large for an index (54). */
function isRefusal(error: unknown): error is Error {
  return error instanceof Error && "code" in error && /^(?:22|23|54)[0-9A-Z]{3}$/.test(String(error.code));
}
