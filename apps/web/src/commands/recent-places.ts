import { z } from "zod";

const placesSchema = z.array(
  z.object({ path: z.string().startsWith("/"), words: z.string().min(1), atMs: z.number() }),
);

/** Something that was visited. */
export type RecentPlace = z.infer<typeof placesSchema>[number];

type Storage = Pick<globalThis.Storage, "getItem" | "setItem" | "removeItem">;

const kept = 12;
const keyOf = (userId: string, workspaceId: string) => `meridian.recent.${userId}.${workspaceId}`;

/** Newest first; nothing when storage is forbidden or holds what is not ours. */
export function readRecent(storage: Storage, userId: string, workspaceId: string): RecentPlace[] {
  try {
    return placesSchema.safeParse(JSON.parse(storage.getItem(keyOf(userId, workspaceId)) ?? "[]")).data ?? [];
  } catch {
    return [];
  }
}

/** Puts a visit on top; keeps the newest 12 of different paths. */
export function addRecent(storage: Storage, userId: string, workspaceId: string, place: RecentPlace): void {
  const others = readRecent(storage, userId, workspaceId).filter(({ path }) => path !== place.path);
  writeRecent(storage, userId, workspaceId, [place, ...others].slice(0, kept));
}

export function writeRecent(
  storage: Storage,
  userId: string,
  workspaceId: string,
  places: readonly RecentPlace[],
): void {
  try {
    if (places.length === 0) storage.removeItem(keyOf(userId, workspaceId));
    else storage.setItem(keyOf(userId, workspaceId), JSON.stringify(places));
  } catch {
    // Full or forbidden: then nothing is remembered.
  }
}
