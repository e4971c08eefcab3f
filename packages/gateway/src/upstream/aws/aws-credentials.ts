/** Whose signature calls of AWS carry. */
export type AwsCredentials = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Only of credentials that are temporary. */
  readonly sessionToken?: string;
};

/** Where a signer has its credentials from. */
export interface AwsCredentialSource {
  /** A promise only while there are none yet. It fails with `SignInError`. */
  get(nowMs: number): AwsCredentials | Promise<AwsCredentials>;
  /** Calls that were signed with them are not taken. Only of those that can be renewed. */
  refused?(nowMs: number): void;
}
