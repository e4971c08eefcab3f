import { type UsageLimits, usageLimitsSchema } from "@meridian/routing-config";

/** The limits that were stored with a key or a workspace; none for a form that is not known. */
export function limitsOf({ limits }: { readonly limits: unknown }): UsageLimits {
  return usageLimitsSchema.safeParse(limits ?? {}).data ?? {};
}
