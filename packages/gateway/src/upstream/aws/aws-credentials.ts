/** Whose signature calls of AWS carry. */
export type AwsCredentials = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Only of credentials that are temporary. */
  readonly sessionToken?: string;
};

/** Where a signer has its credentials from. */
export interface AwsCredentialSource {
  /** A promise only while there are none yet. It fails with `AwsCredentialsError`. */
  get(nowMs: number): AwsCredentials | Promise<AwsCredentials>;
}

/** There are no credentials to sign with. */
export class AwsCredentialsError extends Error {
  /** AWS gives none to whoever asks, rather than not having answered. */
  readonly refused: boolean;

  constructor(message: string, refused: boolean) {
    super(message);
    this.refused = refused;
  }
}
