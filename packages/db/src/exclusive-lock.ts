import pg from "pg";

/** A lock that one connection holds. The server lets go of it when that connection ends, however it ends. */
export type ExclusiveLock = {
  /** Aborted once the lock is not held any more. */
  readonly held: AbortSignal;
  release(): Promise<void>;
};

/**
 * Takes the database-wide lock of this number, on a connection of its own.
 *
 * @returns null when another connection holds it
 */
export async function tryExclusiveLock(url: string, key: number): Promise<ExclusiveLock | null> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000, keepAlive: true });
  const lost = new AbortController();
  client.on("error", () => lost.abort());
  client.on("end", () => lost.abort());
  const release = async (): Promise<void> => {
    lost.abort();
    await client.end().catch(() => {});
  };
  try {
    await client.connect();
    const { rows } = await client.query<{ readonly taken: boolean }>("SELECT pg_try_advisory_lock($1) AS taken", [key]);
    if (rows[0]?.taken) return { held: lost.signal, release };
  } catch (error) {
    await release();
    throw error;
  }
  await release();
  return null;
}
