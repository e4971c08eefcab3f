import type { EnvironmentRetention, InstallationRetention } from "@meridian/db";
import { z } from "zod";

const days = z.number().int().min(1, "At least 1 day is kept.").max(4_000).nullable();

/** What an environment chooses, in days; null: as the installation. */
export const retentionChoice = z.object({
  requests: days,
  requestDetails: days,
  /** Cells of every width. */
  cells: days,
});

export type RetentionChoice = z.output<typeof retentionChoice>;

/** The choice as it is stored; null when it chooses nothing. */
export function retentionOf({ requests, requestDetails, cells }: RetentionChoice): EnvironmentRetention | null {
  const own = {
    ...(requests !== null && { requests }),
    ...(requestDetails !== null && { requestDetails }),
    ...(cells !== null && { cells }),
  };
  return Object.keys(own).length === 0 ? null : own;
}

/** The stored choice as it is shown. */
export function choiceOf(stored: unknown): RetentionChoice {
  const parsed = retentionChoice.partial().safeParse(stored ?? {}).data ?? {};
  const { requests = null, requestDetails = null, cells = null } = parsed;
  return { requests, requestDetails, cells };
}

/** What an installation allows at most; its widest cells are kept the longest. */
export function boundsOf({ requests, requestDetails, cells }: InstallationRetention) {
  return { requests, requestDetails, cells: Math.max(...Object.values(cells)) };
}
