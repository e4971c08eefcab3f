import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  checkRoutingConfig,
  compileRoutingDocument,
  completeAtOffset,
  diffRoutingDocuments,
  hoverAtOffset,
  maxDocumentBytes,
  type RoutingConfigCheck,
  summariseChanges,
} from "./index.ts";

const fixture = (name: string): string =>
  readFileSync(new URL(`../test/fixtures/${name}.yaml`, import.meta.url), "utf8");
const whole = fixture("whole-language");
const seeds = [whole, fixture("everything-set"), fixture("smallest")];

/** What holds for any text at all: checked here, and the check is handed back. */
const holds = (text: string): RoutingConfigCheck => {
  const check = checkRoutingConfig(text, { mode: "file", secretNames: ["OPENAI"] });
  const hasError = check.diagnostics.some(({ severity }) => severity === "error");
  expect(check.table === null).toBe(hasError);
  if (check.document === null) expect(hasError).toBe(true);
  else compileRoutingDocument(check.document);
  for (const { range, message, hint } of check.diagnostics) {
    expect(range.start.offset).toBeGreaterThanOrEqual(0);
    expect(range.end.offset).toBeGreaterThanOrEqual(range.start.offset);
    expect(range.end.offset).toBeLessThanOrEqual(text.length);
    const lines = text.slice(0, range.start.offset).split("\n");
    expect([range.start.line, range.start.column]).toEqual([lines.length, (lines.at(-1)?.length ?? 0) + 1]);
    expect(message).toMatch(/\S.*[.!?…]$/su);
    expect(hint).not.toBe("");
  }
  return check;
};

const strange = fc.constantFrom(
  "{",
  "}",
  "[",
  "]",
  ":",
  ": ",
  "- ",
  "? ",
  "|",
  ">",
  "&a ",
  "*a",
  "<<: ",
  "!x ",
  "#",
  "\n",
  "\t",
  '"',
  "'",
  "%",
  "~",
  "0",
  "null",
  "__proto__: ",
  "constructor: ",
  "\u2028",
  "\0",
  "\ud800",
  "  ",
  "-1",
  ".nan",
  "1e999",
  "${secret.X}",
  "${env.",
  "\r",
);

const arbitrary = fc.oneof(
  fc.string({ unit: "binary", maxLength: 200 }),
  fc.array(strange, { maxLength: 40 }).map((parts) => parts.join("")),
);

const mutated = fc
  .tuple(
    fc.constantFrom(...seeds),
    fc.array(fc.tuple(fc.nat(), fc.nat({ max: 40 }), fc.oneof(strange, fc.string({ maxLength: 12 }))), {
      minLength: 1,
      maxLength: 6,
    }),
  )
  .map(([seed, edits]) =>
    edits.reduce((text, [at, length, insert]) => {
      const start = at % (text.length + 1);
      return text.slice(0, start) + insert + text.slice(start + length);
    }, seed),
  );

/** A document with one value replaced by anything that JSON can say: the right keys with the wrong values. */
const anyValue = fc.tuple(fc.constantFrom(...seeds), fc.nat(), fc.jsonValue()).map(([seed, pick, value]) => {
  const places = [...seed.matchAll(/: (?=[^\s#{[][^,}\n]*)[^,}\]\n#]+/g)];
  const match = places[pick % places.length];
  if (match === undefined) return seed;
  return `${seed.slice(0, match.index)}: ${JSON.stringify(value)}${seed.slice(match.index + match[0].length)}`;
});

describe("any text yields diagnostics or a table, and never throws", { timeout: 60_000 }, () => {
  it.each([
    ["500 arbitrary strings", 500, arbitrary],
    ["300 documents with up to 6 random edits", 300, mutated],
    ["300 documents with one value replaced by arbitrary data", 300, anyValue],
  ])("%s", (_what, numRuns, texts) => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(holds(text)).toBeDefined();
      }),
      { numRuns },
    );
  });
  it("any pair of documents that were read has a difference in words, and none with itself", () => {
    fc.assert(
      fc.property(anyValue, anyValue, (one, other) => {
        const [before, after] = [checkRoutingConfig(one).document, checkRoutingConfig(other).document];
        if (before === null || after === null) return;
        const sentences = summariseChanges(diffRoutingDocuments(before, after));
        for (const sentence of sentences) expect(sentence).toMatch(/^[A-Z]/);
        expect(diffRoutingDocuments(before, before)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
  it("completion and hover at any place of 100 broken documents", () => {
    fc.assert(
      fc.property(mutated, fc.nat(), (text, at) => {
        const offset = at % (text.length + 1);
        expect(completeAtOffset(text, offset)?.from ?? 0).toBeLessThanOrEqual(offset);
        expect(hoverAtOffset(text, offset)?.to ?? text.length).toBeLessThanOrEqual(text.length);
      }),
      { numRuns: 100 },
    );
  });
});

describe("a document of 1 MB", () => {
  /** Generous: slow machines that do other things meanwhile. What is meant is that nothing is quadratic. */
  const boundMs = 20_000;
  const megabyte = 1_000_000;
  const upstreams = Array.from(
    { length: 6_000 },
    (_, index) => `  u${index}: { provider: vllm, base_url: "http://10.0.0.5:8000/v1", upstream_model: m${index} }\n`,
  );
  const routes = Array.from(
    { length: 3_800 },
    (_, index) =>
      `  r${index}: { policy: queue, targets: [{ upstream: u${index} }, { upstream: u${(index * 7 + 1) % 6_000} }], match: { models: ["m${index}-*", x${index}] } }\n`,
  );
  const large = `language: 1\nupstreams:\n${upstreams.join("")}routes:\n${routes.join("")}`;
  const inTime = (text: string): RoutingConfigCheck => {
    const start = performance.now();
    const check = holds(text);
    expect(performance.now() - start).toBeLessThan(boundMs);
    return check;
  };

  it("with 6,000 upstreams and thousands of routes is checked and compiled", { timeout: boundMs * 2 }, () => {
    const valid = `${large}gateway_keys: [{ name: a, key: "12345678" }]\n`;
    const { table } = inTime(valid);
    expect(table?.upstreams).toHaveLength(6_000);
  });
  it("with thousands of unknown references yields 1,000 problems and one that counts the rest", {
    timeout: boundMs * 2,
  }, () => {
    const { diagnostics } = inTime(large.replaceAll("upstream: u", "upstream: nobody"));
    expect(diagnostics).toHaveLength(1_001);
    expect(diagnostics.at(-1)?.code).toBe("too_many_problems");
  });
  it.each([
    ["brackets", "[".repeat(megabyte), "too_deep"],
    ["dashes", "- ".repeat(megabyte / 2), "too_deep"],
    ["quotes", '"'.repeat(megabyte), "too_large"],
    ["values outside brackets", "] ".repeat(megabyte / 2), "yaml_syntax"],
    ["commas", `[${",".repeat(megabyte - 1)}`, "too_large"],
    ["the same key", "a: 1\n".repeat(megabyte / 5), "too_large"],
    [
      "unknown keys",
      Array.from({ length: megabyte / 16 }, (_, index) => `zzkey${index}: 1`).join("\n"),
      "too_many_problems",
    ],
    ["one byte more than allowed", "#".repeat(maxDocumentBytes + 1), "too_large"],
    ["letters of 3 bytes", "€".repeat(400_000), "too_large"],
  ])("of %s is refused", { timeout: boundMs * 2 }, (_what, text, code) => {
    expect(inTime(text).diagnostics.map((diagnostic) => diagnostic.code)).toContain(code);
  });
});

describe("lists that cross each other", () => {
  const list = (entry: (index: number) => string): string =>
    Array.from({ length: 4_000 }, (_, i) => entry(i)).join(", ");
  const document = (upstream: string, requirements: string): string => `language: 1
upstreams: { u: { provider: openai, ${upstream} } }
routes: { r: { policy: queue, targets: [${list(() => "{ upstream: u }")}], requirements: { ${requirements} } } }
gateway_keys: [{ name: a, key: "12345678", routes: [${list((i) => `"*x${i}"`)}] }]
`;
  it.each([
    ["tags", document(`tags: [${list((i) => `a${i}`)}]`, `tags: [${list((i) => `b${i}`)}]`)],
    ["regions", document("region: us-east", `regions: [${list((i) => `"*b${i}"`)}]`)],
  ])(
    "4,000 targets, 4,000 required %s and 4,000 patterns are checked in the time of their sum, not product",
    (_what, text) => {
      const start = performance.now();
      const { diagnostics } = checkRoutingConfig(text, { mode: "file" });
      // The product of three such lists took minutes.
      expect(performance.now() - start).toBeLessThan(5_000);
      expect(diagnostics.map(({ code }) => code)).toContain("too_many_problems");
    },
  );
});
