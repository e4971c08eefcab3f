import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { chat, chatBody } from "../testing/chat-call.ts";
import { checkAwsSignature } from "../testing/check-aws-signature.ts";
import { type RawUpstream, startRawUpstream, type UpstreamCall } from "../testing/raw-upstream.ts";
import { routingYaml } from "../testing/routing-yaml.ts";
import { startTestGateway, type TestGateway, testVariables } from "../testing/start-test-gateway.ts";
import { replyJson } from "../testing/wire.ts";

const secret = testVariables["AWS_SECRET"] ?? "";
const answer = {
  output: { message: { role: "assistant", content: [{ text: "Hello!" }] } },
  stopReason: "end_turn",
  usage: { inputTokens: 4, outputTokens: 3, totalTokens: 7 },
};
/** As "AssumeRole" of the STS API reference shows it. */
const lent = (
  id: string,
  secretKey: string,
  expiresAtMs: number,
): string => `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
  <AssumeRoleResult>
    <SourceIdentity>Alice</SourceIdentity>
    <AssumedRoleUser>
      <Arn>arn:aws:sts::123456789012:assumed-role/demo/TestAR</Arn>
      <AssumedRoleId>ARO123EXAMPLE123:TestAR</AssumedRoleId>
    </AssumedRoleUser>
    <Credentials>
      <AccessKeyId>${id}</AccessKeyId>
      <SecretAccessKey>${secretKey}</SecretAccessKey>
      <SessionToken>
       AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxfpSPfIeoIYRqTflfKD8YUuwthAx7mSEI/qkPpKPi/kMcGd==
      </SessionToken>
      <Expiration>${new Date(expiresAtMs).toISOString()}</Expiration>
    </Credentials>
    <PackedPolicySize>8</PackedPolicySize>
  </AssumeRoleResult>
</AssumeRoleResponse>`;

let bedrock: RawUpstream;
let sts: RawUpstream;
let gateway: TestGateway;
/** Whose secret Bedrock takes signatures by. */
let signer: string;
const refusals: string[] = [];

const check = (call: UpstreamCall, service: string, by: string): boolean => {
  try {
    checkAwsSignature(call, service, by);
    return true;
  } catch (error) {
    refusals.push(String(error));
    return false;
  }
};
const yaml = (more = "", model = "anthropic.claude-v1:0"): string =>
  routingYaml(
    { aws: bedrock.url.replace("/v1", "") },
    { provider: "bedrock", upstream: `upstream_model: "${model}"` },
  ).replace(
    'api_key: "${env.UPSTREAM_KEY}"',
    `aws: { region: eu-west-1, access_key_id: "\${env.AWS_ID}", secret_access_key: "\${env.AWS_SECRET}"${more} }`,
  );
const role = ", role_arn: arn:aws:iam::123456789012:role/demo";

beforeEach(async () => {
  refusals.length = 0;
  signer = secret;
  bedrock = await startRawUpstream((response, call) => {
    if (check(call, "bedrock", signer)) replyJson(response, JSON.stringify(answer));
    else replyJson(response, '{"message":"The request signature we calculated does not match"}', 403);
  });
  sts = await startRawUpstream((response, call) => {
    const known = check(call, "sts", secret);
    response.writeHead(known ? 200 : 403, { "content-type": "text/xml" });
    response.end(
      known ? lent("ASIALENT", "lent+secret/key", Date.now() + 3_600_000) : "<Code>SignatureDoesNotMatch</Code>",
    );
  });
  gateway = await startTestGateway(yaml(), {}, { signInAddresses: { sts: () => sts.url } });
});
afterEach(async () => {
  await gateway.close();
  await Promise.all([bedrock.close(), sts.close()]);
});

describe("Bedrock by credentials of AWS", () => {
  it.each([
    "anthropic.claude-v1:0",
    "arn:aws:bedrock:eu-west-1:123456789012:inference-profile/eu.meta.llama3",
    "a b/(c)!*'",
  ])("signs every call of the model %s as AWS checks it", async (model) => {
    gateway.apply(yaml("", model));
    const reply = await chat(gateway.url, chatBody({ messages: [{ role: "user", content: "Grüße 🎈" }] }));
    expect([reply.status, refusals]).toEqual([200, []]);
    expect(bedrock.calls[0]?.headers.authorization).toContain("Credential=AKIDEXAMPLE/");
    expect(JSON.stringify(bedrock.calls[0])).not.toContain(secret);
  });

  it("takes a refused signature for the upstream's credentials, and says so loudly", async () => {
    signer = "another";
    expect((await chat(gateway.url, chatBody())).status).toBe(502);
    expect(await gateway.record()).toMatchObject({ errorCode: "upstream_misconfigured" });
    expect(gateway.logged()).toContain("misconfigured: credentials");
  });

  it("signs with what a role's credentials are, asked for once however many requests come at a time", async () => {
    signer = "lent+secret/key";
    gateway.apply(yaml(role));
    const replies = await Promise.all(Array.from({ length: 20 }, () => chat(gateway.url, chatBody())));
    expect([replies.map(({ status }) => status), refusals]).toEqual([Array.from({ length: 20 }, () => 200), []]);
    expect(bedrock.calls[0]?.headers.authorization).toContain("Credential=ASIALENT/");
    expect(bedrock.calls[0]?.headers["x-amz-security-token"]).toMatch(/^AQoDYXdzEPT.*==$/);
    // Another config: what was lent is kept.
    gateway.apply(`${yaml(role)}\n# again`);
    await chat(gateway.url, chatBody());
    expect(sts.calls).toHaveLength(1);
    expect(Object.fromEntries(new URLSearchParams(sts.calls[0]?.body))).toEqual({
      Action: "AssumeRole",
      Version: "2011-06-15",
      RoleArn: "arn:aws:iam::123456789012:role/demo",
      RoleSessionName: "meridian",
    });
    for (const said of [gateway.logged(), JSON.stringify(gateway.records)]) {
      for (const private_ of [secret, "lent+secret/key", "AQoDYXdzEPT"]) expect(said).not.toContain(private_);
    }
  });

  it("takes a role that STS does not lend for the upstream's credentials, and a silent STS for no connection", async () => {
    sts.answer = (response) => response.writeHead(403).end("<Error><Code>AccessDenied</Code></Error>");
    gateway.apply(yaml(role));
    expect((await chat(gateway.url, chatBody())).status).toBe(502);
    expect((await gateway.record()).details.attempts).toMatchObject([{ cause: "credentials", status: null }]);
    sts.answer = (response) => void response.socket?.destroy();
    gateway.apply(yaml(`${role}2`).replace("anthropic", "other"));
    expect((await chat(gateway.url, chatBody(), { "x-meridian-no-fallback": "true" })).status).toBe(502);
    expect((await gateway.record(1)).details.attempts[0]).toMatchObject({ cause: "connect", status: null });
    expect(bedrock.calls).toHaveLength(0);
  });
});
