import fc from "fast-check";
import { expect, test } from "vitest";
import { allEndpoints } from "./endpoints/all-endpoints.ts";
import { readCounts } from "./read-counts.ts";

const encoder = new TextEncoder();
const read = (text: string) => {
  const bytes = encoder.encode(`[${text}]`);
  return readCounts(bytes, 1, bytes.length - 1);
};

test.each([
  ['{"prompt_tokens":12,"completion_tokens":0,"total_tokens":12}', { prompt_tokens: 12, completion_tokens: 0 }],
  [
    ' { "input_tokens" : 7 , "input_tokens_details" : { "cached_tokens" : 3 } , "output_tokens" : 1 } '.trim(),
    { input_tokens: 7, input_tokens_details: { cached_tokens: 3 }, output_tokens: 1 },
  ],
  ["{}", {}],
  ['{"prompt_tokens":1,"prompt_tokens":2}', { prompt_tokens: 2 }],
])("counts are read from %s", (text, counts) => {
  expect(read(text)).toEqual(counts);
});

test.each([
  '{"prompt_tokens":1.5}',
  '{"prompt_tokens":1e3}',
  '{"prompt_tokens":-1}',
  '{"prompt_tokens":01}',
  '{"prompt_tokens":null}',
  '{"prompt_tokens":"1"}',
  '{"prompt\\u005ftokens":1}',
  '{"prompt_tokens":1,}',
  '{"prompt_tokens":1',
  '{"prompt_tokens":1}}',
  '{"a":{"a":{"a":{"a":{}}}}}',
  '{"prompt_tokens":9999999999999999}',
  "[1]",
  "null",
])("%s is left to the parser", (text) => {
  expect(read(text)).toBeUndefined();
});

test("every endpoint makes of the counts what it makes of the parsed object", () => {
  const key = fc.constantFrom(
    "prompt_tokens",
    "completion_tokens",
    "prompt_tokens_details",
    "cached_tokens",
    "cache_write_tokens",
    "input_tokens",
    "output_tokens",
    "input_tokens_details",
    "total_tokens",
    "cache_read_input_tokens",
    "Other",
  );
  const { usage } = fc.letrec<{ usage: unknown; value: unknown }>((tie) => ({
    value: fc.oneof({ maxDepth: 3 }, fc.nat(), fc.constantFrom(null, 1.5, -1, "x", true), tie("usage")),
    usage: fc.dictionary(key, tie("value"), { maxKeys: 6, noNullPrototype: true }),
  }));
  fc.assert(
    fc.property(usage, fc.constantFrom(0, 1), (object, indent) => {
      const text = JSON.stringify(object, null, indent);
      const counts = read(text);
      if (counts === undefined) return;
      for (const { reply } of allEndpoints) expect(reply.readUsage(counts)).toEqual(reply.readUsage(JSON.parse(text)));
    }),
  );
});

test("every name that some endpoint asks a usage for is read", () => {
  const asked = new Set<string>();
  const usage: object = new Proxy(
    {},
    {
      get: (_target, name) => {
        asked.add(String(name));
        return String(name).endsWith("details") ? usage : 1;
      },
    },
  );
  for (const { reply } of allEndpoints) reply.readUsage(usage);
  expect(asked.size).toBeGreaterThan(5);
  for (const name of asked) expect(read(`{"${name}":1}`)).toEqual({ [name]: 1 });
});
