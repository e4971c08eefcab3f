import { createPrivateKey, hash, type KeyObject, sign } from "node:crypto";

/** A service account of Google Cloud, by a key of its own. */
export type ServiceAccount = {
  readonly email: string;
  readonly keyId: string | null;
  readonly privateKey: KeyObject;
  /** Tells keys apart without being one. */
  readonly fingerprint: string;
};

const scope = "https://www.googleapis.com/auth/cloud-platform";
const hourSeconds = 3_600;

/** Reads the JSON that Google gives out as a service account's key, or says what it lacks, and nothing of what it holds. */
export function readServiceAccount(text: string): ServiceAccount | { readonly problem: string } {
  const key = readObject(text);
  if (key === null) return { problem: "it is no JSON object" };
  const { type, client_email: email, private_key: pem, private_key_id: id, universe_domain: universe } = key;
  if (type !== "service_account") return { problem: 'its `type` is not "service_account"' };
  if (typeof email !== "string" || email === "") return { problem: "it has no `client_email`" };
  if (typeof pem !== "string" || pem === "") return { problem: "it has no `private_key`" };
  if ((universe ?? "googleapis.com") !== "googleapis.com") {
    return { problem: "its `universe_domain` is another than googleapis.com" };
  }
  const privateKey = readKey(pem);
  if (privateKey === null) return { problem: "its `private_key` cannot be read" };
  return { email, keyId: typeof id === "string" ? id : null, privateKey, fingerprint: hash("sha256", text) };
}

/** What the account shows to be given a token: a JWT, signed by its key, for this use and an hour alone. */
export function signAssertion({ email, keyId, privateKey }: ServiceAccount, audience: string, nowMs: number): string {
  const iat = Math.floor(nowMs / 1_000);
  const header = { alg: "RS256", typ: "JWT", ...(keyId === null ? {} : { kid: keyId }) };
  const claims = { iss: email, scope, aud: audience, iat, exp: iat + hourSeconds };
  const signed = [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString("base64url")).join(".");
  return `${signed}.${sign("RSA-SHA256", Buffer.from(signed), privateKey).toString("base64url")}`;
}

function readObject(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : null;
  } catch {
    return null;
  }
}

function readKey(pem: string): KeyObject | null {
  try {
    const key = createPrivateKey(pem);
    return key.asymmetricKeyType === "rsa" ? key : null;
  } catch {
    return null;
  }
}
