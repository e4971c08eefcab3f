/** Who a provider says is there, as sign-in goes on with it. */
export type ProviderProfile = {
  /** The provider's own, unchanging name for the person. */
  readonly id: string;
  readonly name: string | null;
  readonly email: string | null;
  readonly emailVerified: boolean;
};

/** A claim that is to be a text; null for anything else, and for an empty one. */
export function textClaim(claim: unknown): string | null {
  return typeof claim === "string" && claim.trim() !== "" ? claim.trim() : null;
}
