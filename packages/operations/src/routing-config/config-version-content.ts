/** A config version with its text. */
export type ConfigVersionContent = {
  readonly id: string;
  readonly number: number;
  readonly yaml: string;
  readonly sha256: string;
  readonly message: string;
  readonly summary: readonly string[];
  readonly authorName: string;
  readonly createdAtMs: number;
};

/** Reads a stored version. */
export function configVersionContent(
  row: Omit<ConfigVersionContent, "createdAtMs"> & { readonly createdAt: Date },
): ConfigVersionContent {
  const { id, number, yaml, sha256, message, summary, authorName, createdAt } = row;
  return { id, number, yaml, sha256, message, summary, authorName, createdAtMs: createdAt.getTime() };
}
