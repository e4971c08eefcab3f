import type { EnvironmentSnapshot } from "@meridian/routing-config";

/** What an environment is made from: a snapshot of the control plane, or a file when the gateway runs alone. */
export type EnvironmentSource =
  | { readonly kind: "snapshot"; readonly snapshot: EnvironmentSnapshot }
  | { readonly kind: "file"; readonly yaml: string };

/** The one environment of a gateway that runs from a file. */
export const fileEnvironmentId = "00000000-0000-4000-8000-000000000000";
