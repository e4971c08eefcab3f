import { addUpstream, checkRoutingConfig } from "@meridian/routing-config";
import { expect, it } from "vitest";
import { providerPresets } from "./provider-presets.ts";

it.each(providerPresets)("$label makes a document that a gateway serves", ({ id, provider, baseUrl }) => {
  const upstream = {
    name: id,
    provider,
    baseUrl: baseUrl ?? "https://llm.example.com/v1",
    secretName: "KEY",
    upstreamModel: null,
  };
  const yaml = addUpstream(null, { upstream, route: { kind: "new", name: id, models: ["a-model"] } }) ?? "";
  const { diagnostics, table } = checkRoutingConfig(yaml, { mode: "workspace", secretNames: ["KEY"] });
  expect(diagnostics.filter(({ severity }) => severity !== "info")).toEqual([]);
  expect(table?.routes.map(({ match }) => match.models)).toEqual([["a-model"]]);
});
