import { describe, expect, it } from "vitest";
import { insightTitle } from "./insight-words.ts";

describe("insightTitle", () => {
  it.each([
    ["status_503", "east", "Error status 503"],
    ["rejected_422", "east", "Refused with status 422"],
    ["model_not_found", "east", "Model not found"],
    ["model_not_found", "", "Unknown model"],
    ["first_token_timeout", "east", "No token in time"],
    ["something_else", "", "something else"],
  ])("%s at %j is called %j", (errorClass, upstream, title) => {
    expect(insightTitle({ errorClass, upstream })).toBe(title);
  });
});
