import { describe, expect, it } from "vitest";
import { checkRoutingConfig } from "./check-routing-config.ts";

const upstreams = `language: 1
upstreams:
  east: { provider: vllm, base_url: "http://10.0.0.1/v1" }
  west: { provider: vllm, base_url: "http://10.0.0.2/v1" }
`;
const both = "targets: [{ upstream: east }, { upstream: west }]";

describe("not supported yet", () => {
  it.each([
    ["policy: queue, objectives: { success_rate: 99% }", "routes.a.objectives"],
    ["policy: queue, capture: { prompts: true }", "routes.a.capture.prompts"],
  ])("%s says what to do now", (body, path) => {
    const { diagnostics, table, document } = checkRoutingConfig(`${upstreams}routes: { a: { ${body}, ${both} } }`);
    expect(diagnostics.filter(({ severity }) => severity === "error")).toMatchObject([
      { code: "not_supported_yet", path, hint: expect.stringMatching(/^(Write|Remove|Use)/) },
    ]);
    expect(table).toBeNull();
    expect(document).not.toBeNull();
  });
  it("nothing of `capture: { prompts: false }` and `prompts: {}`", () => {
    const yaml = `${upstreams}routes: { a: { policy: queue, ${both}, capture: { prompts: false } } }\nprompts: {}`;
    expect(checkRoutingConfig(yaml).diagnostics).toEqual([]);
  });
});
