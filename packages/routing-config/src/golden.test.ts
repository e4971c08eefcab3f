import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { checkRoutingConfig, compileRoutingDocument, parseRoutingDocument } from "./index.ts";

const fixture = (name: string): string => readFileSync(new URL(`../test/fixtures/${name}`, import.meta.url), "utf8");

/** These tables are never regenerated: a published document compiles to the same table forever. */
describe("language 1 compiles to the same table forever", () => {
  it.each([
    ["the whole language", "whole-language"],
    ["a document that leaves everything out that it may", "smallest"],
    ["a document with its own value for everything that routing acts on", "everything-set"],
    ["limits of every kind", "limits"],
    ["policies with and without their options", "policies"],
    ["rules by what requests and clocks say", "rules"],
    ["upstreams of providers that are not called as OpenAI is", "providers"],
    ["upstreams that are signed in to", "sign-ins"],
    ["upstreams whose engines are asked", "engine-metrics"],
    ["routes that hedge", "hedges"],
    ["routes that promise something", "objectives"],
  ])("%s", (_what, name) => {
    const { document, diagnostics } = parseRoutingDocument(fixture(`${name}.yaml`));
    expect(diagnostics).toEqual([]);
    if (document === null) throw new Error(`${name}.yaml was not read`);
    expect(compileRoutingDocument(document)).toStrictEqual(JSON.parse(fixture(`${name}.table.json`)));
  });
});

describe("the whole language", () => {
  it("is refused for nothing but what is not supported yet", () => {
    const { diagnostics, table } = checkRoutingConfig(fixture("whole-language.yaml"), {
      mode: "file",
      secretNames: ["OPENAI"],
    });
    const errors = diagnostics.filter(({ severity }) => severity === "error");
    expect(new Set(errors.map(({ code }) => code))).toEqual(new Set(["not_supported_yet"]));
    expect(table).toBeNull();
  });
});

describe("documents within what routing acts on", () => {
  it.each([
    "smallest",
    "everything-set",
    "limits",
    "policies",
    "rules",
    "providers",
    "sign-ins",
    "engine-metrics",
    "hedges",
  ])("%s has no errors and a table", (name) => {
    const { diagnostics, table } = checkRoutingConfig(fixture(`${name}.yaml`), { mode: "file" });
    expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(table).not.toBeNull();
  });
});
