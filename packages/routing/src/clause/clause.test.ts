import { expect, it } from "vitest";
import { clause } from "./clause.ts";

const predicted = clause("{} ms predicted with {} in flight");
const drawn = clause(', "drawn" from {} alike');

it("puts figures where they belong", () => {
  expect(predicted.words([12, 3])).toBe("12 ms predicted with 3 in flight");
  expect(clause("no figure").words([])).toBe("no figure");
  expect(clause("cost {}").words([1.5])).toBe("cost 1.5");
});

it("makes of two clauses one, once", () => {
  const both = predicted.and(drawn);
  expect(both.words([12, 3, 2])).toBe('12 ms predicted with 3 in flight, "drawn" from 2 alike');
  expect(predicted.and(drawn)).toBe(both);
  expect(both.and(clause("!")).words([1, 2, 3])).toBe('1 ms predicted with 2 in flight, "drawn" from 3 alike!');
});

it("has its texts as JSON writes them", () => {
  const { json, jsonLength } = predicted.and(drawn).and(clause("é\n"));
  const texts = json.map((bytes) => Buffer.from(bytes).toString());
  expect(texts).toEqual(["", " ms predicted with ", ' in flight, \\"drawn\\" from ', " alikeé\\n"]);
  expect(jsonLength).toBe(Buffer.byteLength(texts.join("")));
});
