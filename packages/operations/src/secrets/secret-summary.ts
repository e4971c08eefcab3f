/** A secret as people see it. Its value is never read back. */
export type SecretSummary = {
  readonly name: string;
  /** Hosts, exact or `*.example.com`, that the value may be sent to. */
  readonly allowedHosts: readonly string[];
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
};

/** Reads a stored secret without its value. */
export function secretSummary(row: {
  readonly name: string;
  readonly allowedHosts: readonly string[];
  readonly createdAt: Date;
  readonly updatedAt: Date;
}): SecretSummary {
  const { name, allowedHosts, createdAt, updatedAt } = row;
  return { name, allowedHosts, createdAtMs: createdAt.getTime(), updatedAtMs: updatedAt.getTime() };
}
