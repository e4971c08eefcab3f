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
