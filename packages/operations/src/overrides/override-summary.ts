import type { Override } from "@meridian/routing";
import { type OverrideRow, overrideOf } from "../environment/override-of.ts";

/** An override with its history. */
export type OverrideSummary = {
  readonly override: Override;
  readonly state: "active" | "expired" | "cancelled";
  readonly createdAtMs: number;
  readonly cancelledAtMs: number | null;
};

/** Reads a stored override as it stands at `nowMs`. */
export function overrideSummary(
  row: OverrideRow & { readonly createdAt: Date; readonly cancelledAt: Date | null },
  nowMs: number,
): OverrideSummary {
  const override = overrideOf(row);
  const cancelledAtMs = row.cancelledAt?.getTime() ?? null;
  const expired = override.expiresAtMs <= nowMs;
  const state = cancelledAtMs === null ? (expired ? "expired" : "active") : "cancelled";
  return { override, state, createdAtMs: row.createdAt.getTime(), cancelledAtMs };
}
