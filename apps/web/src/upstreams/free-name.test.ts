import { expect, it } from "vitest";
import { freeName, secretNameFor } from "./free-name.ts";

it("takes the first number that is free", () => {
  expect(freeName("openai", [])).toBe("openai");
  expect(freeName("openai", ["openai", "openai-2"])).toBe("openai-3");
  expect(secretNameFor("llama-cpp", ["LLAMA_CPP"])).toBe("LLAMA_CPP_2");
});
