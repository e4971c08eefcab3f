import { expect, it } from "vitest";
import { faultOf } from "./fault.ts";

it("tells an exception's type, message and at most 12 places", () => {
  const fault = faultOf(new RangeError("too deep"));
  expect(fault).toMatchObject({ type: "RangeError", message: "too deep" });
  expect(fault.at[0]).toMatch(/^at /);
  expect(fault.at.length).toBeLessThanOrEqual(12);
});

it("leaves out what a parser quotes of the text that it stumbled on", () => {
  let fault: unknown = null;
  try {
    JSON.parse("my secret words");
  } catch (error) {
    fault = error;
  }
  expect(JSON.stringify(faultOf(fault))).not.toContain("secret");
});

it("knows things that are thrown and are no errors by their type alone", () => {
  expect(faultOf("my secret words")).toEqual({ type: "string", message: null, at: [] });
});
