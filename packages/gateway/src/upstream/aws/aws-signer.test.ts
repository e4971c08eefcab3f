import { expect, it } from "vitest";
import { AwsSigner } from "./aws-signer.ts";

const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY" };
const nowMs = Date.UTC(2015, 7, 30, 12, 36, 0);
const place = { region: "us-east-1", service: "service", origin: "https://example.amazonaws.com" };

it("signs as the Signature Version 4 test suite that AWS publishes says (post-x-www-form-urlencoded)", async () => {
  const signer = new AwsSigner(place, { get: () => credentials });
  const body = Buffer.from("Param1=value1");
  expect(await signer.headers("/", "application/x-www-form-urlencoded", body, nowMs)).toEqual([
    "x-amz-date",
    "20150830T123600Z",
    "authorization",
    "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=content-type;host;x-amz-date, Signature=ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a",
  ]);
});

it("signs the token of temporary credentials and the port of a host that has one", async () => {
  const temporary = { ...credentials, sessionToken: "token" };
  const local = new AwsSigner({ ...place, origin: "http://127.0.0.1:8000" }, { get: () => temporary });
  const headers = await local.headers("/", "application/json", Buffer.from("{}"), nowMs);
  expect(headers).toContain("x-amz-security-token");
  expect(headers.at(-1)).toContain("SignedHeaders=content-type;host;x-amz-date;x-amz-security-token");
});
