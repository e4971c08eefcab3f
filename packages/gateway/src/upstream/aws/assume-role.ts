import type { Pool } from "undici";
import { askCredentials, formType, isRefusal } from "../sign-in/ask-credentials.ts";
import { RenewedCredentials } from "../sign-in/renewed-credentials.ts";
import { SignInError } from "../sign-in/sign-in-error.ts";
import type { AwsCredentials } from "./aws-credentials.ts";
import { AwsSigner } from "./aws-signer.ts";

export type AssumeRoleOptions = {
  readonly roleArn: string;
  readonly region: string;
  /** Who assumes it. */
  readonly by: AwsCredentials;
  /** Connections to STS, and its origin. */
  readonly pool: Pool;
  readonly origin: string;
  readonly clock: () => number;
};

export type LentByRole = AwsCredentials & { readonly expiresAtMs: number };

/** The temporary credentials of a role, got from AWS's Security Token Service (`AssumeRole`). */
export function assumeRole(options: AssumeRoleOptions): RenewedCredentials<LentByRole> {
  const { roleArn, region, origin, by, pool, clock } = options;
  const signer = new AwsSigner({ region, service: "sts", origin }, { get: () => by });
  const asked = { Action: "AssumeRole", Version: "2011-06-15", RoleArn: roleArn, RoleSessionName: "meridian" };
  const form = Buffer.from(new URLSearchParams(asked).toString());
  const ask = async (nowMs: number): Promise<LentByRole> => {
    const signed = await signer.headers("/", formType, form, nowMs);
    const { status, text } = await askCredentials({ who: "STS", pool, path: "/" }, form, signed);
    if (status !== 200) throw refusal(status, text);
    return readLent(text);
  };
  return new RenewedCredentials({ ask, clock });
}

/** What of STS's XML is needed; none of it can hold what XML escapes. */
function readLent(xml: string): LentByRole {
  const value = (name: string): string => new RegExp(`<${name}>\\s*([^<\\s]+)\\s*</${name}>`).exec(xml)?.[1] ?? "";
  const [accessKeyId, secretAccessKey, sessionToken] = [
    value("AccessKeyId"),
    value("SecretAccessKey"),
    value("SessionToken"),
  ];
  const expiresAtMs = Date.parse(value("Expiration"));
  if (!accessKeyId || !secretAccessKey || !sessionToken || Number.isNaN(expiresAtMs)) {
    throw new SignInError("STS answered with no credentials.", false);
  }
  return { accessKeyId, secretAccessKey, sessionToken, expiresAtMs };
}

function refusal(status: number, xml: string): SignInError {
  const code = /<Code>\s*([\w.]{1,80})\s*<\/Code>/.exec(xml)?.[1] ?? "no reason";
  return new SignInError(`STS answered with status ${status}: ${code}.`, isRefusal(status) && code !== "Throttling");
}
