import { describe, expect, test } from "vitest";
import { readAzureTrace } from "./azure-trace.ts";
import { readMooncakeTrace } from "./mooncake-trace.ts";

describe("Mooncake's traces", () => {
  const line = (timestamp: number, ids: readonly number[]) =>
    JSON.stringify({ timestamp, input_length: 1_100, output_length: 5, hash_ids: ids });

  test("what came in one tick of 3 s is spread over it, by the seed", () => {
    const text = `${line(0, [0, 1, 2])}\n${line(0, [0, 3, 4])}\n${line(3_000, [0, 1, 5])}\n`;
    const { arrivalMs, promptTokens, blocks, blockTokens } = readMooncakeTrace(text, 1);
    expect(arrivalMs[0]).toBe(0);
    expect(arrivalMs[1]).toBeGreaterThan(0);
    expect(arrivalMs[1]).toBeLessThan(3_000);
    expect(Array.from(promptTokens)).toEqual([1_100, 1_100, 1_100]);
    expect(Array.from(blocks![2]!)).toEqual([0, 1, 5]);
    expect(blockTokens).toBe(512);
    expect(readMooncakeTrace(text, 2).arrivalMs).not.toEqual(arrivalMs);
  });

  test.each([
    ["", "empty"],
    ["{", "Line 1 of the trace is not JSON"],
    [
      `${line(0, [])}\n{"timestamp":"x","input_length":1,"output_length":1,"hash_ids":[]}`,
      "Line 2 of the trace: `timestamp`",
    ],
    ['{"timestamp":0,"input_length":1,"output_length":1}', "`hash_ids` must be a list"],
  ])("%j is refused: %s", (text, message) => {
    expect(() => readMooncakeTrace(text, 1)).toThrow(message);
  });
});

describe("Azure's traces", () => {
  const header = "TIMESTAMP,ContextTokens,GeneratedTokens";

  test("times count from the first request, to the microsecond", () => {
    const { arrivalMs, promptTokens, outputTokens } = readAzureTrace(
      `${header}\r\n2023-11-16 18:15:46.6805900,374,44\r\n2023-11-16 18:15:50.9951690,396,109\r\n`,
    );
    expect(arrivalMs[1]).toBeCloseTo(4_314.579, 3);
    expect(Array.from(promptTokens)).toEqual([374, 396]);
    expect(Array.from(outputTokens)).toEqual([44, 109]);
  });

  test.each([
    ["a,b\n", "Line 1 of the trace must be"],
    [`${header}\n`, "no requests"],
    [`${header}\nyesterday,1,2`, "Line 2 of the trace: `yesterday` is not a time"],
    [`${header}\n2023-11-16 18:15:46,1,many`, "must be whole numbers"],
  ])("%j is refused: %s", (text, message) => {
    expect(() => readAzureTrace(text)).toThrow(message);
  });
});
