import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { errorFingerprint } from "./error-fingerprint.ts";
import { normaliseMessage } from "./normalise-message.ts";

describe("normaliseMessage, version 1", () => {
  it.each([
    ["The upstream `east-1` answered with status 503.", "The upstream <name> answered with status <n>."],
    ['There is no model "gpt-5o" here.', "There is no model <name> here."],
    ["it's the caller's 'temperature' that isn't valid", "it's the caller's <name> that isn't valid"],
    ["POST https://api.openai.com/v1/chat?x=1 failed after 12.5 s", "POST <url> failed after <n> s"],
    ["connect ECONNREFUSED 10.0.0.12:8080", "connect ECONNREFUSED <address>"],
    ["request 0198a1b2-0000-7000-8000-000000000001 was cut", "request <id> was cut"],
    ["request req_8f14e45fceea167a was cut", "request <id> was cut"],
    ["checksum 9e107d9d372bb6826bd81d3542a419d6 differs", "checksum <id> differs"],
    ["about 9,000 tokens exceed its window of 8192", "about <n> tokens exceed its window of <n>"],
    ["mail a.b+c@example.com\n  twice", "mail <email> twice"],
    ["", ""],
  ])("%j → %j", (message, normalised) => {
    expect(normaliseMessage(message)).toBe(normalised);
  });

  it("changes nothing that is normalised already, and stays within 300 characters", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 250 }), (text) => {
        const once = normaliseMessage(text);
        expect(once.length).toBeLessThanOrEqual(300);
        // Cutting may leave half a word, which is why only whole ones are compared.
        if (once.length < 300) expect(normaliseMessage(normaliseMessage(once))).toBe(normaliseMessage(once));
      }),
    );
  });

  it("leaves no half of a character where it cuts", () => {
    const message = `There is no model \`${"1 ".repeat(60)}${"😀".repeat(66)}\` here.`;
    expect(normaliseMessage(message)).toMatch(/😀\uFFFD$/u);
    fc.assert(
      fc.property(fc.string({ unit: "binary", minLength: 250, maxLength: 400 }), (text) => {
        expect(normaliseMessage(text).isWellFormed()).toBe(true);
      }),
      { numRuns: 20 },
    );
  });

  it("takes no longer for a hostile message than for another", () => {
    expect(normaliseMessage("a@".repeat(50_000)).length).toBeLessThanOrEqual(300);
    expect(normaliseMessage("'".repeat(50_000)).length).toBeLessThanOrEqual(300);
  });
});

describe("errorFingerprint, version 1", () => {
  const facts = { errorClass: "status_503", provider: "vllm", upstream: "east-1", message: "" };

  // Golden: a change here would silently regroup what people have resolved. Make another version instead.
  it.each([
    [facts, "v1-7093a77d721bb360"],
    [{ ...facts, upstream: "east-2" }, "v1-4c4776fdd8679d63"],
    [
      { errorClass: "model_not_found", provider: "", upstream: "", message: "There is no model `gpt-5o` here." },
      "v1-3e198abd93cf97ba",
    ],
  ])("%o → %s", (given, fingerprint) => {
    expect(errorFingerprint(given)).toBe(fingerprint);
  });

  it("is the same for messages that differ in names and numbers only", () => {
    const of = (message: string) => errorFingerprint({ ...facts, message });
    expect(of("No model `a` after 3 tries")).toBe(of("No model `b` after 12 tries"));
    expect(of("No model `a` after 3 tries")).not.toBe(of("No model `a` in 3 tries"));
  });
});
