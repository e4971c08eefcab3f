import { describe, expect, it } from "vitest";
import { checkRoutingConfig } from "../check-routing-config.ts";

/** `line:column-line:column code path: message | hint` of every problem. */
const problems = (yaml: string): readonly string[] =>
  checkRoutingConfig(yaml).diagnostics.map(({ code, path, range: { start, end }, message, hint }) => {
    const place = `${start.line}:${start.column}-${end.line}:${end.column}`;
    return `${place} ${code} ${path}: ${message}${hint === null ? "" : ` | ${hint}`}`;
  });

const rest =
  "\nupstreams: { u: { provider: vllm, base_url: http://h/v1 }, v: { provider: vllm, base_url: http://g/v1 } }\nroutes: { r: { policy: queue, targets: [{ upstream: u }, { upstream: v }] } }\n";

/** A document with `text` as its `defaults`, on line 2. */
const defaults = (text: string): readonly string[] => problems(`language: 1\ndefaults: ${text}${rest}`);

describe("the text", () => {
  it.each([
    ["", "1:1-1:1 empty_document : The document is empty. | Begin with `language: 1`, then `upstreams` and `routes`."],
    [
      "# only a comment\n",
      "1:1-1:1 empty_document : The document is empty. | Begin with `language: 1`, then `upstreams` and `routes`.",
    ],
    [
      "null",
      "1:1-1:1 empty_document : The document is empty. | Begin with `language: 1`, then `upstreams` and `routes`.",
    ],
    [
      "hello",
      "1:1-1:6 wrong_type : The document must be a map of keys and values, but is `hello`. | Known keys: `language`, `defaults`, `upstreams`, `routes`, `prompts` and `gateway_keys`.",
    ],
    ["language: 1\n\tx: 1", "2:1-2:2 yaml_syntax : A tab cannot indent YAML. | Indent with spaces."],
    [
      "language: 1\n---\nlanguage: 1",
      "2:1-2:1 several_documents : The text holds more than one YAML document. | Remove the line `---` between them.",
    ],
  ])("%j", (text, expected) => {
    expect(problems(text)[0]).toBe(expected);
  });
  it("what YAML can say and the language refuses, all at once", () => {
    const yaml = `language: 1
defaults: &d { retry: {} }
upstreams: { u: { provider: vllm, base_url: http://h/v1 }, v: *u }
routes:
  r: { policy: queue, targets: [{ upstream: u }], <<: { a: 1 } }
  r: { policy: !!str queue, targets: [{ upstream: u }] }
  s: { policy: !mine queue, targets: [{ upstream: u }, { upstream: v }] }
  ? [a]
  : 1
  __proto__: 1
`;
    expect(
      problems(yaml)
        .filter((line) => !/no_fallback/.test(line))
        .map((line) => line.split(":").slice(0, 3).join(":")),
    ).toEqual([
      "3:63-3:65 alias upstreams.v",
      '5:51-5:53 merge_key routes.r["<<"]',
      "6:3-6:4 duplicate_key routes.r",
      "7:22-7:27 tag routes.s.policy",
      "8:5-8:8 forbidden_key routes",
      "10:3-10:12 forbidden_key routes.__proto__",
    ]);
  });
  it("a key twice reads the first one", () => {
    expect(problems(`language: 1\nlanguage: 2${rest}`)).toEqual([
      "2:1-2:9 duplicate_key language: The key `language` is written twice here. | Remove one of the two; the first one is read.",
    ]);
  });
});

describe("the shape", () => {
  it.each([
    [
      "{ timeouts: { idle: 30 } }",
      "2:31-2:33 wrong_type defaults.timeouts.idle: `idle` has no unit: `30`. | Write the unit, for example `30s`.",
    ],
    [
      "{ timeouts: { idle: 1500 } }",
      "2:31-2:35 wrong_type defaults.timeouts.idle: `idle` has no unit: `1500`. | Write the unit, for example `1500ms`.",
    ],
    [
      "{ timeouts: { idle: 30 seconds } }",
      "2:31-2:41 invalid_value defaults.timeouts.idle: `idle` must be a duration, but is `30 seconds`. | Write one number with `ms`, `s`, `m`, `h` or `d`, for example `30s`.",
    ],
    [
      "{ timeouts: { idle: 0s } }",
      "2:31-2:33 invalid_value defaults.timeouts.idle: `idle` must be at least 1ms, but is `0s`.",
    ],
    [
      "{ timeouts: { idle: 2d } }",
      "2:31-2:33 invalid_value defaults.timeouts.idle: `idle` must be at most 1d, but is `2d`.",
    ],
    [
      "{ timeouts: { idle: 0.5ms } }",
      "2:31-2:36 invalid_value defaults.timeouts.idle: `idle` must be a whole number of milliseconds, but is `0.5ms`.",
    ],
    [
      "{ timeouts: { idel: 30s } }",
      "2:25-2:29 unknown_key defaults.timeouts.idel: `idel` is not known in `defaults.timeouts`. | Did you mean `idle`?",
    ],
    [
      "{ timeout: {} }",
      "2:13-2:20 unknown_key defaults.timeout: `timeout` is not known in `defaults`. | Did you mean `timeouts`?",
    ],
    [
      "{ zebra: {} }",
      "2:13-2:18 unknown_key defaults.zebra: `zebra` is not known in `defaults`. | Known keys: `timeouts` and `retry`.",
    ],
    [
      "{ retry: { max_retry_share: 0.2 } }",
      "2:39-2:42 wrong_type defaults.retry.max_retry_share: `max_retry_share` has no percent sign: `0.2`. | Write `20%`.",
    ],
    [
      "{ retry: { max_retry_share: 20 } }",
      "2:39-2:41 wrong_type defaults.retry.max_retry_share: `max_retry_share` has no percent sign: `20`. | Write `20%`.",
    ],
    [
      "{ retry: { max_retry_share: 120% } }",
      "2:39-2:43 invalid_value defaults.retry.max_retry_share: `max_retry_share` must be at most 100%, but is `120%`.",
    ],
    [
      "{ retry: { max_attempts: three } }",
      "2:36-2:41 wrong_type defaults.retry.max_attempts: `max_attempts` must be a whole number, but is `three`. | Write the plain number, without quotes and units, for example `3`.",
    ],
    [
      "{ retry: { max_attempts: 2.5 } }",
      "2:36-2:39 invalid_value defaults.retry.max_attempts: `max_attempts` must be a whole number of at least 1 and at most 20, but is `2.5`.",
    ],
    [
      "{ retry: { retry_on: connect } }",
      "2:32-2:39 wrong_type defaults.retry.retry_on: `retry_on` must be a list, but is `connect`. | Write `[connect]`.",
    ],
    [
      "{ retry: { retry_on: [connect, 500] } }",
      "2:42-2:45 invalid_value defaults.retry.retry_on[1]: `retry_on[1]` must be a reason to retry, but is `500`. | Known: `connect`, `first_token_timeout`, `408`, `409`, `429`, `5xx` and `stream_error`.",
    ],
    [
      "",
      "2:1-2:9 wrong_type defaults: `defaults` is empty and must be a map of keys and values. | Known keys: `timeouts` and `retry`.",
    ],
  ])("defaults: %s", (text, expected) => {
    expect(defaults(text)).toEqual([expected]);
  });
  it("a missing key is shown at what lacks it, with what to add", () => {
    expect(
      problems(
        "language: 1\nupstreams:\n  u: { provider: vllm, base_url: http://h/v1 }\nroutes:\n  r:\n    targets:\n      - { upstream: u }\n      - weight: 3\n",
      ),
    ).toEqual([
      "5:3-5:4 missing_key routes.r.policy: `policy` is missing in `routes.r`. | Add `policy: weighted`.",
      "8:9-8:18 missing_key routes.r.targets[1].upstream: `upstream` is missing in `routes.r.targets[1]`. | Add `upstream: gpt-4o-east`.",
    ]);
  });
  it("the language is version 1", () => {
    expect(problems(`language: 2${rest}`)).toEqual([
      "1:11-1:12 invalid_value language: `language` must be 1, but is `2`. | This is the only version of the language: write `language: 1`.",
    ]);
  });
  it.each(["123", '"a b"', '"*"', '".hidden"'])("%s cannot be the name of a route", (name) => {
    expect(problems(`language: 1${rest.replace("{ r:", () => `{ ${name}:`)}`)[0]).toMatch(
      /invalid_name routes.* cannot be a name\. \| A name begins with a letter or a digit/,
    );
  });
  it("a route keeps its place in the text, and its name may be a model's", () => {
    const { table } = checkRoutingConfig(
      `language: 1${rest.replace("{ r:", "{ meta-llama/Llama-3.1:8b@x:").replace("] } }", "] }, a1: { policy: queue, targets: [{ upstream: u }] } }")}`,
    );
    expect(table?.routes.map(({ name }) => name)).toEqual(["meta-llama/Llama-3.1:8b@x", "a1"]);
  });
  it("text that YAML reads as a number wants quotes", () => {
    expect(
      problems(`language: 1${rest.replace("base_url: http://h/v1", "base_url: http://h/v1, upstream_model: 4")}`)[0],
    ).toContain('`upstream_model` must be text, but is the number `4`. | Put it in quotes: `"4"`.');
  });
  it("problems of text, shape and meaning are reported together, in the order of the text", () => {
    const yaml = `language: 1
upstreams:
  u: { provider: vlm, base_url: http://h/v1, slow_start: 5 }
  u: {}
routes:
  r: { policy: latncy, targets: [{ upstream: x, weight: 0 }, { upstream: u }], capture: { prompts: true } }
`;
    expect(problems(yaml).map((line) => line.split(" ")[1])).toEqual([
      "invalid_value",
      "wrong_type",
      "duplicate_key",
      "invalid_value",
      "unknown_upstream",
      "invalid_value",
      "not_supported_yet",
    ]);
  });
});
