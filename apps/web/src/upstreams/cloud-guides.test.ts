import { checkRoutingConfig } from "@meridian/routing-config";
import { expect, it } from "vitest";
import { cloudGuides, textOf } from "./cloud-guides.ts";

it.each(cloudGuides)("$label: what the guide says is a config that gateways serve with its secrets", (guide) => {
  const secretHosts = new Map(guide.secrets.map(({ name, hosts }) => [name, hosts]));
  const check = (yaml: string) =>
    checkRoutingConfig(yaml, { mode: "workspace", secretNames: [...secretHosts.keys()], secretHosts });
  const yaml = textOf(guide, false);
  const { diagnostics, table } = check(yaml);
  expect(diagnostics.filter(({ severity }) => severity !== "info")).toEqual([]);
  expect(table?.upstreams[0]?.name).toBe(guide.name);
  // Nothing is asked for that is not used: with one host less it is refused.
  for (const [name, hosts] of secretHosts) {
    for (const host of hosts) {
      const fewer = hosts.filter((each) => each !== host);
      const less = checkRoutingConfig(yaml, { mode: "workspace", secretHosts: new Map([[name, fewer]]) });
      expect(less.diagnostics.map(({ code }) => code)).toContain("secret_host");
    }
  }
});
