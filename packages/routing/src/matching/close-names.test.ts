import { describe, expect, test } from "vitest";
import { closeNames } from "./close-names.ts";
import { editDistance } from "./edit-distance.ts";

const models = ["gpt-4o", "gpt-4o-mini", "claude-sonnet", "support-chat", "llama-3", "gpt-4.1"];

describe("close names", () => {
  test("put one edit before two", () => {
    expect(closeNames("gpt-4", models)).toEqual(["gpt-4o", "gpt-4.1", "gpt-4o-mini"]);
  });

  test("are at most three", () => {
    const many = Array.from({ length: 9 }, (_, index) => `model-${index}`);
    expect(closeNames("model-x", many)).toEqual(["model-0", "model-1", "model-2"]);
  });

  test("ignore case", () => {
    expect(closeNames("Support-Chat", models)).toEqual(["support-chat"]);
  });

  test("include one that carries on what was written", () => {
    expect(closeNames("claude", models)).toEqual(["claude-sonnet"]);
  });

  test("are none for a name like no other, and for one of more than 200 characters", () => {
    expect(closeNames("whisper-large", models)).toEqual([]);
    expect(closeNames("gpt-4o".repeat(40), models)).toEqual([]);
  });

  test("never repeat the name that was asked for", () => {
    expect(closeNames("gpt-4o", models)).not.toContain("gpt-4o");
  });
});

describe("the edit distance", () => {
  test.each([
    ["", "abc", 3],
    ["gpt-4o", "gpt-4o", 0],
    ["kitten", "sitting", 3],
    ["gtp-4", "gpt-4", 1],
  ])("of %j and %j is %d", (a, b, distance) => {
    expect(editDistance(a, b, 10)).toBe(distance);
  });

  test("past the limit is said to be one more than the limit", () => {
    expect(editDistance("aaaaaaaa", "bbbbbbbb", 2)).toBe(3);
    expect(editDistance("a", "aaaaaaaa", 2)).toBe(3);
  });
});
