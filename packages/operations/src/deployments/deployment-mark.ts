/** A deployment as charts mark it. */
export type DeploymentMark = {
  readonly id: string;
  readonly kind: "publish" | "rollback";
  readonly configVersion: number;
  readonly reason: string;
  readonly createdByName: string;
  readonly createdAtMs: number;
  /** null while it is active. */
  readonly supersededAtMs: number | null;
};

/** Reads a stored deployment. */
export function deploymentMark(row: {
  readonly id: string;
  readonly kind: DeploymentMark["kind"];
  readonly reason: string;
  readonly createdByName: string;
  readonly createdAt: Date;
  readonly supersededAt: Date | null;
  readonly configVersion: { readonly number: number };
}): DeploymentMark {
  const { id, kind, reason, createdByName, createdAt, supersededAt, configVersion } = row;
  return {
    id,
    kind,
    configVersion: configVersion.number,
    reason,
    createdByName,
    createdAtMs: createdAt.getTime(),
    supersededAtMs: supersededAt?.getTime() ?? null,
  };
}
