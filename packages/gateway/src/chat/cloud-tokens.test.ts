import { createPublicKey, generateKeyPairSync, verify } from "node:crypto";
import OpenAI from "openai";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { chat, chatBody } from "../testing/chat-call.ts";
import { type RawUpstream, startRawUpstream, type UpstreamCall } from "../testing/raw-upstream.ts";
import { routingYaml } from "../testing/routing-yaml.ts";
import { startTestGateway, type TestGateway, testKey } from "../testing/start-test-gateway.ts";
import { replyJson } from "../testing/wire.ts";

const { privateKey, publicKey } = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
  publicKeyEncoding: { type: "spki", format: "pem" },
});
const email = "meridian@my-project.iam.gserviceaccount.com";
/** As Google's console gives it out. */
const account = {
  type: "service_account",
  project_id: "my-project",
  private_key_id: "0123abcd",
  private_key: privateKey,
  client_email: email,
  client_id: "1",
  auth_uri: "https://accounts.google.com/o/oauth2/auth",
  token_uri: "https://oauth2.googleapis.com/token",
  universe_domain: "googleapis.com",
};
const clientSecret = "aB8~very.secret-value";
const vertexPath = "/v1/projects/my-project/locations/europe-west1/publishers/google";
const geminiReply = JSON.stringify({ candidates: [{ content: { parts: [{ text: "Hi" }] }, finishReason: "STOP" }] });
const chatReply = JSON.stringify({ choices: [{ index: 0, message: { role: "assistant", content: "Hi" } }] });

let cloud: RawUpstream;
let other: RawUpstream;
let tokens: RawUpstream;
let gateway: TestGateway;
/** The token that the cloud takes. */
let valid: string;

const origin = (upstream: RawUpstream): string => upstream.url.replace("/v1", "");
const yaml = (provider: string, address: string, sign: string): string =>
  routingYaml(
    { cloud: `${origin(cloud)}${address}`, other: other.url },
    { upstream: "upstream_model: some-model" },
  ).replace(
    /cloud: \{ provider: openai-compatible, (base_url: "[^"]+"), api_key: "[^"]+"/,
    `cloud: { provider: ${provider}, $1, ${sign}`,
  );
const vertex = (): string => yaml("gemini", vertexPath, 'google: { service_account: "${env.GOOGLE}" }');
const azure = (): string =>
  yaml("azure-openai", "", 'azure: { tenant_id: t, client_id: app, client_secret: "${env.AZURE}" }');

/** What of a token request is right, as the endpoint of Google checks it. */
function checkAssertion({ body }: UpstreamCall): boolean {
  const form = new URLSearchParams(body);
  const [header = "", claims = "", signature = ""] = (form.get("assertion") ?? "").split(".");
  const read = (part: string): Record<string, unknown> => JSON.parse(Buffer.from(part, "base64url").toString());
  expect(form.get("grant_type")).toBe("urn:ietf:params:oauth:grant-type:jwt-bearer");
  expect(read(header)).toEqual({ alg: "RS256", typ: "JWT", kid: "0123abcd" });
  const { iat, exp, ...said } = read(claims);
  expect(said).toEqual({
    iss: email,
    scope: "https://www.googleapis.com/auth/cloud-platform",
    aud: "https://oauth2.googleapis.com/token",
  });
  expect(Math.abs(Number(iat) - Date.now() / 1_000)).toBeLessThan(60);
  expect(Number(exp)).toBe(Number(iat) + 3_600);
  const key = createPublicKey(publicKey);
  return verify("RSA-SHA256", Buffer.from(`${header}.${claims}`), key, Buffer.from(signature, "base64url"));
}

const start = (
  document: string | null,
  variables = { GOOGLE: JSON.stringify(account, null, 2), AZURE: clientSecret },
) =>
  startTestGateway(
    document,
    {},
    {
      variables,
      signInAddresses: {
        google: `${origin(tokens)}/token`,
        entra: (_host, tenant) => ({
          address: `${origin(tokens)}/${tenant}/oauth2/v2.0/token`,
          scope: "https://cognitiveservices.azure.com/.default",
        }),
      },
    },
  );

beforeEach(async () => {
  valid = "ya29.one";
  cloud = await startRawUpstream((response, { headers, path }) => {
    const known = headers.authorization === `Bearer ${valid}`;
    if (known) replyJson(response, path.startsWith(vertexPath) ? geminiReply : chatReply);
    else replyJson(response, '{"error":{"code":401,"message":"no","status":"UNAUTHENTICATED"}}', 401);
  });
  other = await startRawUpstream((response) => replyJson(response, chatReply));
  tokens = await startRawUpstream((response) =>
    replyJson(response, `{"access_token":"${valid}","expires_in":3599,"token_type":"Bearer"}`),
  );
});
afterEach(async () => {
  await gateway.close();
  await Promise.all([cloud.close(), other.close(), tokens.close()]);
});

const secrets = [clientSecret, privateKey.split("\n")[1] ?? "", "ya29.one"];
const expectNoSecret = (...said: readonly string[]): void => {
  for (const text of said) for (const secret of secrets) expect(text).not.toContain(secret);
};

describe.each([
  ["a service account of Google Cloud", vertex],
  ["an application of Microsoft Entra", azure],
])("%s", (_what, document) => {
  it("signs in once for many requests at a time and for the next config, and nothing of it is told", async () => {
    gateway = await start(document());
    const replies = await Promise.all(Array.from({ length: 20 }, () => chat(gateway.url, chatBody())));
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([200]));
    gateway.apply(`${document()}\n# again`);
    expect((await chat(gateway.url, chatBody())).headers["x-meridian-upstream"]).toBe("cloud");
    expect([tokens.calls.length, cloud.calls.length, other.calls.length]).toEqual([1, 21, 0]);
    expect(cloud.calls[0]?.headers["x-goog-api-key"] ?? cloud.calls[0]?.headers["api-key"]).toBeUndefined();
    expectNoSecret(gateway.logged(), JSON.stringify(gateway.records), JSON.stringify(replies));
  });

  it("rule 8: a refused sign-in marks the upstream's credentials, says why, and another target serves", async () => {
    tokens.answer = (response, { body }) => {
      const description = `AADSTS7000215: Invalid client secret provided: ${body}`;
      replyJson(response, JSON.stringify({ error: "invalid_client", error_description: description }), 401);
    };
    gateway = await start(document());
    for (let n = 0; n < 3; n += 1) {
      expect((await chat(gateway.url, chatBody())).headers["x-meridian-upstream"]).toBe("other");
    }
    const { details } = await gateway.record();
    expect(details.attempts).toMatchObject([{ upstream: "cloud", cause: "credentials", status: null }, {}]);
    expect(await gateway.record(2)).toMatchObject({
      details: { plan: { skipped: [{ name: "cloud", reason: "credentials" }] } },
    });
    expect(gateway.logged()).toMatch(/answered with status 401: invalid_client, AADSTS7000215\. \w+.*misconfigured/);
    expect([tokens.calls.length, cloud.calls.length]).toEqual([1, 0]);
    expectNoSecret(gateway.logged(), JSON.stringify(gateway.records));
  });

  it.each<[string, RawUpstream["answer"], string]>([
    ["does not answer", (response) => void response.socket?.destroy(), "could not be reached"],
    ["is unwell", (response) => replyJson(response, "oops", 503), "status 503: no reason."],
    [
      "is busy",
      (response) => replyJson(response, '{"error":"temporarily_unavailable"}', 400),
      "temporarily_unavailable.",
    ],
    ["sends elsewhere", (response) => response.writeHead(307, { location: cloud.url }).end(), "status 307"],
  ])("takes a sign-in that %s for an upstream that cannot be reached", async (_, answer, why) => {
    tokens.answer = answer;
    gateway = await start(document());
    expect((await chat(gateway.url, chatBody())).headers["x-meridian-upstream"]).toBe("other");
    expect((await gateway.record()).details.attempts[0]).toMatchObject({ cause: "connect", status: null });
    expect(gateway.logged()).toContain(why);
    expect(cloud.calls).toHaveLength(0);
  });

  it.each(["{}", '{"access_token":"a b","expires_in":3599}', '{"access_token":"a"}', "<html>"])(
    "takes %s for no token",
    async (answer) => {
      tokens.answer = (response) => replyJson(response, answer);
      gateway = await start(document());
      expect((await chat(gateway.url, chatBody())).headers["x-meridian-upstream"]).toBe("other");
      expect(gateway.logged()).toContain("answered with no token");
    },
  );
});

it("asks Google with an assertion that the account's key has signed, and calls Vertex AI in its own words", async () => {
  let signed: unknown = null;
  tokens.answer = (response, call) => {
    try {
      signed = checkAssertion(call);
    } catch (error) {
      signed = error;
    }
    replyJson(response, `{"access_token":"${valid}","expires_in":3599,"token_type":"Bearer"}`);
  };
  gateway = await start(vertex());
  const client = new OpenAI({ baseURL: gateway.url, apiKey: testKey, maxRetries: 0 });
  const call = { id: "call_1", type: "function" as const, function: { name: "f", arguments: "{}" } };
  const answer = await client.chat.completions.create({
    model: "chat",
    messages: [
      { role: "user", content: "Hello" },
      { role: "assistant", tool_calls: [call] },
      { role: "tool", tool_call_id: "call_1", content: "42" },
    ],
  });
  expect([signed, answer.choices[0]?.message.content]).toEqual([true, "Hi"]);
  expect(cloud.calls[0]?.path).toBe(`${vertexPath}/models/some-model:generateContent`);
  // Vertex AI knows no ids of calls, and refuses what it does not know.
  const { contents } = JSON.parse(cloud.calls[0]?.body ?? "");
  expect(contents[1].parts[0].functionCall).toEqual({ name: "f", args: {} });
  expect(contents[2].parts).toEqual([{ functionResponse: { name: "f", response: { result: 42 } } }]);
});

it("asks Microsoft Entra by client credentials, and calls Azure with the token in place of a key", async () => {
  gateway = await start(azure());
  expect((await chat(gateway.url, chatBody())).status).toBe(200);
  expect(tokens.calls[0]?.path).toBe("/t/oauth2/v2.0/token");
  expect(Object.fromEntries(new URLSearchParams(tokens.calls[0]?.body))).toEqual({
    grant_type: "client_credentials",
    client_id: "app",
    client_secret: clientSecret,
    scope: "https://cognitiveservices.azure.com/.default",
  });
  expect(cloud.calls[0]?.path).toBe("/openai/v1/chat/completions");
});

it("rule 8: a token that the cloud does not take marks the upstream's credentials", async () => {
  gateway = await start(azure());
  await chat(gateway.url, chatBody());
  valid = "ya29.two";
  expect((await chat(gateway.url, chatBody())).headers["x-meridian-upstream"]).toBe("other");
  expect((await gateway.record(1)).details.attempts[0]).toMatchObject({ cause: "credentials", status: 401 });
});

it.each([
  ["no JSON", "sk-upstream", "it is no JSON object"],
  ["another kind of JSON", '{"type":"authorized_user"}', 'its `type` is not "service_account"'],
  ["a part of it", JSON.stringify({ ...account, private_key: undefined }), "it has no `private_key`"],
  ["a cut key", JSON.stringify({ ...account, private_key: privateKey.slice(0, 300) }), "`private_key` cannot be read"],
  ["another universe", JSON.stringify({ ...account, universe_domain: "x.example" }), "`universe_domain` is another"],
])(
  "%s is no service account: the config is refused with what to do, and nothing of the key",
  async (_what, text, why) => {
    gateway = await start(null, { GOOGLE: text, AZURE: "" });
    const result = gateway.registry.apply({ kind: "file", yaml: vertex() }, Date.now());
    if (result.state !== "rejected") throw new Error(result.state);
    const [said] = result.diagnostics.filter(({ severity }) => severity === "error");
    expect(said).toMatchObject({ code: "secret_unreadable", path: "upstreams.cloud.google.service_account" });
    expect(said?.message).toContain("The environment variable `GOOGLE` is no key of a service account");
    expect(said?.message).toContain(why);
    expect(said?.message).not.toContain(text.slice(0, 20));
  },
);
