import { describe, expect, it } from "vitest";
import { ranked } from "./ranked.ts";

const entries = [
  { words: "Routing", also: "config versions deployments publish roll back YAML" },
  { words: "Requests", also: "log tail search" },
  { words: "Secrets", detail: "Settings" },
  { words: "Edit and publish config", also: "deploy" },
  { words: "v12 Send claims west", also: "config version", detail: "Mar 4, 2026" },
];
const found = (text: string) => ranked(entries, text).map(({ words }) => words);

describe("ranked", () => {
  it("puts what is called so before what is only about it", () => {
    expect(found("publish")).toEqual(["Edit and publish config", "Routing"]);
  });

  it("finds by the first letters of words and by letters left out", () => {
    expect(found("rq")[0]).toBe("Requests");
    expect(found("v12")[0]).toBe("v12 Send claims west");
    expect(found("epc")[0]).toBe("Edit and publish config");
  });

  it("finds by detail and by other words", () => {
    expect(found("settings secrets")[0]).toBe("Secrets");
    expect(found("settings")[0]).toBe("Secrets");
    expect(found("yaml")[0]).toBe("Routing");
  });

  it("finds nothing where no letter fits, and no more than 30", () => {
    expect(found("zzz")).toEqual([]);
    expect(
      ranked(
        Array.from({ length: 50 }, (_, at) => ({ words: `v${at}` })),
        "v",
      ),
    ).toHaveLength(30);
  });
});
