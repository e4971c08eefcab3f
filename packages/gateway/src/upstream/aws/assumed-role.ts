import type { Pool } from "undici";
import { type AwsCredentials, AwsCredentialsError, type AwsCredentialSource } from "./aws-credentials.ts";
import { AwsSigner } from "./aws-signer.ts";

export type AssumedRoleOptions = {
  readonly roleArn: string;
  readonly region: string;
  /** Who assumes it. */
  readonly by: AwsCredentials;
  /** Connections to STS, and its origin. */
  readonly pool: Pool;
  readonly origin: string;
  readonly clock: () => number;
};

/** Renewed when this much of their time is left: a request that finds them so does not wait for it. */
const renewBeforeMs = 10 * 60_000;
/** Nobody signs with credentials that end in the next moment. */
const leastLeftMs = 30_000;
/** STS answers in less, or not at all. */
const answerWithinMs = 10_000;
/** After a failure STS is asked again no sooner. */
const pauseMs = 2_000;

type Lent = AwsCredentials & { readonly expiresAtMs: number };

/**
 * The temporary credentials of a role, got from AWS's Security Token Service (`AssumeRole`). Asked for when it is made,
 * and again in the background before they end; requests wait only while there are none.
 */
export class AssumedRole implements AwsCredentialSource {
  readonly #options: AssumedRoleOptions;
  readonly #signer: AwsSigner;
  #lent: Lent | null = null;
  #asking: Promise<Lent> | null = null;
  #failed: { readonly error: AwsCredentialsError; readonly untilMs: number } | null = null;

  constructor(options: AssumedRoleOptions) {
    this.#options = options;
    const { region, origin, by } = options;
    this.#signer = new AwsSigner({ region, service: "sts", origin }, { get: () => by });
    void this.#renew(options.clock());
  }

  get(nowMs: number): AwsCredentials | Promise<AwsCredentials> {
    const leftMs = (this.#lent?.expiresAtMs ?? 0) - nowMs;
    if (this.#lent && leftMs > leastLeftMs) {
      if (leftMs < renewBeforeMs) void this.#renew(nowMs);
      return this.#lent;
    }
    return this.#renew(nowMs) ?? Promise.reject(this.#failed?.error ?? nothingYet);
  }

  /** Asks for new ones, unless that is going on; null while it has to pause after a failure. */
  #renew(nowMs: number): Promise<Lent> | null {
    if (this.#asking) return this.#asking;
    if (this.#failed && this.#failed.untilMs > nowMs) return null;
    const asking = this.#ask();
    this.#asking = asking;
    asking.then(
      (lent) => {
        this.#asking = null;
        this.#failed = null;
        this.#lent = lent;
      },
      (error: unknown) => {
        this.#asking = null;
        this.#failed = { error: asCredentialsError(error), untilMs: this.#options.clock() + pauseMs };
      },
    );
    return asking;
  }

  async #ask(): Promise<Lent> {
    try {
      const { roleArn, pool, clock } = this.#options;
      const asked = { Action: "AssumeRole", Version: "2011-06-15", RoleArn: roleArn, RoleSessionName: "meridian" };
      const body = Buffer.from(new URLSearchParams(asked).toString());
      const type = "application/x-www-form-urlencoded; charset=utf-8";
      const signed = await this.#signer.headers("/", type, body, clock());
      const headers = ["content-type", type, ...signed];
      const signal = AbortSignal.timeout(answerWithinMs);
      const answer = await pool.request({ path: "/", method: "POST", headers, body, signal });
      const text = await answer.body.text();
      if (answer.statusCode !== 200) throw refusal(answer.statusCode, text);
      return readLent(text);
    } catch (error) {
      throw asCredentialsError(error);
    }
  }
}

/** What of STS's XML is needed; none of it can hold what XML escapes. */
function readLent(xml: string): Lent {
  const value = (name: string): string => new RegExp(`<${name}>\\s*([^<\\s]+)\\s*</${name}>`).exec(xml)?.[1] ?? "";
  const [accessKeyId, secretAccessKey, sessionToken] = [
    value("AccessKeyId"),
    value("SecretAccessKey"),
    value("SessionToken"),
  ];
  const expiresAtMs = Date.parse(value("Expiration"));
  if (!accessKeyId || !secretAccessKey || !sessionToken || Number.isNaN(expiresAtMs)) {
    throw new AwsCredentialsError("STS answered with no credentials.", false);
  }
  return { accessKeyId, secretAccessKey, sessionToken, expiresAtMs };
}

function refusal(status: number, xml: string): AwsCredentialsError {
  const code = /<Code>\s*([\w.]{1,80})\s*<\/Code>/.exec(xml)?.[1] ?? "no reason";
  const refused = status >= 400 && status < 500 && status !== 429 && code !== "Throttling";
  return new AwsCredentialsError(`STS answered with status ${status}: ${code}.`, refused);
}

const asCredentialsError = (error: unknown): AwsCredentialsError =>
  error instanceof AwsCredentialsError ? error : new AwsCredentialsError("STS could not be reached.", false);

const nothingYet = new AwsCredentialsError("There are no credentials yet.", false);
