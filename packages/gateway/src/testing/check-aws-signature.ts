import { createHash, createHmac } from "node:crypto";
import type { UpstreamCall } from "./raw-upstream.ts";

const sha256 = (data: string): string => createHash("sha256").update(data).digest("hex");
const hmac = (key: string | Buffer, text: string): Buffer => createHmac("sha256", key).update(text).digest();

/** Everything but letters, digits and `-._~`. */
const encode = (text: string): string =>
  encodeURIComponent(text).replaceAll(/[!'()*]/g, (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`);

/**
 * Checks a signed POST as AWS does, step by step as "Create a signed AWS API request" of its documentation says; throws
 * what is wrong with it.
 */
export function checkAwsSignature(call: UpstreamCall, service: string, secretAccessKey: string): void {
  const { headers, path, body } = call;
  const pattern =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request, SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/;
  const [, , day = "", region = "", for_, names = "", signature] = pattern.exec(headers.authorization ?? "") ?? [];
  const time = String(headers["x-amz-date"]);
  if (for_ !== service) throw new Error(`signed for ${String(for_)}: ${String(headers.authorization)}`);
  if (!names.split(";").includes("host") || time.slice(0, 8) !== day)
    throw new Error("the host or the day is not signed");
  const [, y, mo, d, h, mi, s] = /^(....)(..)(..)T(..)(..)(..)Z$/.exec(time) ?? [];
  if (Math.abs(Date.now() - Date.parse(`${y}-${mo}-${d}T${h}:${mi}:${s}Z`)) > 300_000)
    throw new Error(`${time} is not now`);
  // The path of the wire is encoded once more.
  const encoded = path.split("/").map(encode).join("/");
  const signed = names.split(";").map((name) => `${name}:${String(headers[name])}\n`);
  const canonical = ["POST", encoded, "", signed.join(""), names, sha256(body)].join("\n");
  const toSign = ["AWS4-HMAC-SHA256", time, `${day}/${region}/${service}/aws4_request`, sha256(canonical)].join("\n");
  const key = [day, region, service, "aws4_request"].reduce<string | Buffer>(hmac, `AWS4${secretAccessKey}`);
  const expected = hmac(key, toSign).toString("hex");
  if (signature !== expected) throw new Error(`the signature is wrong for\n${canonical}`);
}
