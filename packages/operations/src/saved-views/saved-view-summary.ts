import { z } from "zod";

/** A dashboard's view that the members of a workspace share by name. */
export type SavedViewSummary = {
  readonly id: string;
  readonly name: string;
  /** What stands after the `?` of the dashboard's address: range, filters, comparison, breakdown. */
  readonly query: string;
  readonly createdByName: string;
  readonly createdAtMs: number;
  readonly updatedByName: string;
  readonly updatedAtMs: number;
};

/** Names are unique in a workspace, whatever their case. */
export const savedViewName = z.string().trim().min(1, "Give the view a name.").max(80);

/** The dashboard reads it as it reads any address, so only its size and its characters are checked here. */
export const savedViewQuery = z
  .string()
  .max(2_000, "This view has too many filters to be saved.")
  .regex(/^[\x21-\x7e]*$/, "A view is saved as the query of its address.");

/** Reads a stored view. */
export function savedViewSummary(row: {
  readonly id: string;
  readonly name: string;
  readonly query: string;
  readonly createdByName: string;
  readonly createdAt: Date;
  readonly updatedByName: string;
  readonly updatedAt: Date;
}): SavedViewSummary {
  const { id, name, query, createdByName, createdAt, updatedByName, updatedAt } = row;
  return {
    id,
    name,
    query,
    createdByName,
    createdAtMs: createdAt.getTime(),
    updatedByName,
    updatedAtMs: updatedAt.getTime(),
  };
}
