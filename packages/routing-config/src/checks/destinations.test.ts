import { describe, expect, it } from "vitest";
import { checkRoutingConfig } from "../check-routing-config.ts";

const yaml = (address: string) => `language: 1
upstreams:
  east:
    provider: openai-compatible
    base_url: "${address}"
    api_key: "\${secret.KEY}"
routes:
  chat: { policy: queue, targets: [{ upstream: east }] }
`;
const secretHosts = new Map([["KEY", ["*.example.com"]]]);
const problems = (address: string, options: Parameters<typeof checkRoutingConfig>[1] = { secretHosts }) =>
  checkRoutingConfig(yaml(address), options)
    .diagnostics.filter(({ severity }) => severity === "error")
    .map(({ code, path, range }) => `${code} ${path} line ${range.start.line}`);

describe("where a secret is sent", () => {
  it("is refused at the upstream's address when the secret is not meant for its host", () => {
    expect(problems("https://evil.example.net/v1")).toEqual(["secret_host upstreams.east.base_url line 5"]);
  });

  it("is fine at a host that the secret is meant for, and not doubted where that is not known", () => {
    expect(problems("https://api.example.com/v1")).toEqual([]);
    expect(problems("https://evil.example.net/v1", {})).toEqual([]);
  });
});

describe("where credentials of AWS are sent", () => {
  const bedrock = (more: string, hosts: readonly string[]) =>
    checkRoutingConfig(
      `language: 1
upstreams:
  east:
    provider: bedrock
    upstream_model: m
    aws: { region: eu-west-1, access_key_id: "\${secret.ID}", secret_access_key: "\${secret.SECRET}"${more} }
routes:
  chat: { policy: queue, targets: [{ upstream: east }] }
`,
      { secretHosts: new Map(["ID", "SECRET"].map((name) => [name, hosts])) },
    )
      .diagnostics.filter(({ severity }) => severity === "error")
      .map(({ code, path, message }) => `${code} ${path} ${message}`);
  const runtime = "bedrock-runtime.eu-west-1.amazonaws.com";
  const sts = "sts.eu-west-1.amazonaws.com";
  const refused = (name: string, host: string) =>
    `secret_host upstreams.east.aws The secret \`${name}\` may not be sent to \`${host}\`.`;

  it("is Bedrock where they sign calls, and STS where they assume a role", () => {
    expect(bedrock("", [runtime])).toEqual([]);
    expect(bedrock("", [sts])).toEqual([refused("ID", runtime), refused("SECRET", runtime)]);
    expect(bedrock(", role_arn: arn", [sts])).toEqual([]);
    expect(bedrock(", role_arn: arn", [runtime])).toEqual([refused("ID", sts), refused("SECRET", sts)]);
  });
});

describe("where tokens are got, and where they are sent", () => {
  const refusals = (upstream: string, hosts: readonly string[]) =>
    checkRoutingConfig(
      `language: 1
upstreams:
  east: { ${upstream} }
routes:
  chat: { policy: queue, targets: [{ upstream: east }] }
`,
      { secretHosts: new Map([["S", hosts]]) },
    )
      .diagnostics.filter(({ severity }) => severity === "error")
      .map(({ code, path, message }) => `${code} ${path} ${message}`);
  const said = (block: string, host: string) =>
    `secret_host upstreams.east.${block} The secret \`S\` may not be sent to \`${host}\`.`;

  it.each([
    ["openai.azure.com", "login.microsoftonline.com"],
    ["openai.azure.us", "login.microsoftonline.us"],
    ["openai.azure.cn", "login.chinacloudapi.cn"],
  ])("both hosts are asked of a client secret: house.%s and %s", (ending, signsIn) => {
    const house = `house.${ending}`;
    const upstream = `provider: azure-openai, base_url: "https://${house}", azure: { deployment: d, tenant_id: t, client_id: c, client_secret: "\${secret.S}" }`;
    expect(refusals(upstream, [house, signsIn])).toEqual([]);
    expect(refusals(upstream, [house])).toEqual([said("azure", signsIn)]);
    expect(refusals(upstream, [signsIn])).toEqual([said("azure", house)]);
  });

  it("both hosts are asked of a service account", () => {
    const upstream = 'provider: gemini, google: { project: p, location: us-east1, service_account: "${secret.S}" }';
    const [vertex, signsIn] = ["us-east1-aiplatform.googleapis.com", "oauth2.googleapis.com"];
    expect(refusals(upstream, [vertex, signsIn])).toEqual([]);
    expect(refusals(upstream, ["*.googleapis.com"])).toEqual([]);
    expect(refusals(upstream, [vertex])).toEqual([said("google", signsIn)]);
    expect(refusals(upstream, [signsIn])).toEqual([said("google", vertex)]);
  });
});

describe("an address that no gateway calls", () => {
  it.each(["169.254.169.254", "0.0.0.0", "[fe80::1]", "[::ffff:169.254.169.254]", "0xa9fea9fe", "[fd00:ec2::254]"])(
    "%s is refused, however it is written",
    (host) => {
      expect(problems(`http://${host}/v1`, {})).toEqual(["address_refused upstreams.east.base_url line 5"]);
    },
  );

  it.each(["10.0.0.5:8000", "127.0.0.1:9", "[::1]:9", "8.8.8.8", "localhost"])("%s is none of them", (host) => {
    expect(problems(`http://${host}/v1`, {})).toEqual([]);
  });
});
