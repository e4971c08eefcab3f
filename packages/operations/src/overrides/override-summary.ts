import type { Override } from "@meridian/routing";
import { type OverrideRow, overrideOf } from "../environment/override-of.ts";

/** An override with its history. */
export type OverrideSummary = {
  readonly override: Override;
  readonly state: "active" | "expired" | "cancelled";
  readonly createdAtMs: number;
  /** Who gave it; null: unknown. */
  readonly createdBy: string | null;
  readonly cancelledAtMs: number | null;
  readonly cancelledBy: string | null;
};

type Row = OverrideRow & {
  readonly createdAt: Date;
  readonly createdByName: string | null;
  readonly cancelledAt: Date | null;
  readonly cancelledByName: string | null;
};

/** Reads a stored override as it stands at `nowMs`. */
export function overrideSummary(row: Row, nowMs: number): OverrideSummary {
  const override = overrideOf(row);
  const cancelledAtMs = row.cancelledAt?.getTime() ?? null;
  const expired = override.expiresAtMs <= nowMs;
  return {
    override,
    state: cancelledAtMs === null ? (expired ? "expired" : "active") : "cancelled",
    createdAtMs: row.createdAt.getTime(),
    createdBy: row.createdByName,
    cancelledAtMs,
    cancelledBy: row.cancelledByName,
  };
}
