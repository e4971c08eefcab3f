import { setTimeout } from "node:timers/promises";
import { ensureDatabase } from "@meridian/db";

const patienceMs = 40_000;

/** Waits until the server answers, and makes the database that the URL names when it is missing. */
export async function awaitDatabase(url: string): Promise<void> {
  for (const deadline = Date.now() + patienceMs; ; ) {
    try {
      await ensureDatabase(url);
      return;
    } catch (error) {
      const { code } = error as { readonly code?: unknown };
      if (code === "28P01" || code === "28000") {
        throw new Error(
          "Postgres refuses the password. If the data folder's keys.json was replaced, restore the old one; with DATABASE_URL, correct it.",
          { cause: error },
        );
      }
      if (Date.now() > deadline)
        throw new Error(`Postgres at ${new URL(url).host} does not answer: ${String(error)}`, { cause: error });
      await setTimeout(50);
    }
  }
}
