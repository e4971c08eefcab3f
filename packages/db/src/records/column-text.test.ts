import { describe, expect, test } from "vitest";
import { bareArray, lines, textArray } from "./column-text.ts";

const itself = <T>(value: T): T => value;

describe("a column as one text", () => {
  test("of numbers, booleans and UUIDs has no quotes, and NULL where there is nothing", () => {
    expect(bareArray([1, null, -2.5, true, "01926f0a-1234-7000-8000-abcdefabcdef"], itself)).toBe(
      "{1,NULL,-2.5,true,01926f0a-1234-7000-8000-abcdefabcdef}",
    );
    expect(bareArray([7, 7, 7], itself)).toBe("{7,7,7}");
    expect(bareArray([null, null], itself)).toBe("{NULL,NULL}");
    expect(bareArray([], itself)).toBe("{}");
    expect(bareArray([null], itself)).toBe("{NULL}");
  });

  test("of text tells quotes, backslashes, commas, braces, line breaks and the word NULL from the array's own", () => {
    expect(textArray(["a", "a", null, "NULL", null, "", 'say "hi" \\ {x,y}\n', "a"], itself)).toBe(
      '{"a","a",NULL,"NULL",NULL,"","say \\"hi\\" \\\\ {x,y}\n","a"}',
    );
    expect(textArray([null, "a"], itself)).toBe('{NULL,"a"}');
    expect(textArray(['a "b"', 'a "b"'], itself)).toBe('{"a \\"b\\"","a \\"b\\""}');
    expect(textArray([null, null], itself)).toBe("{NULL,NULL}");
    expect(textArray([], itself)).toBe("{}");
  });

  test("of text holds nothing that Postgres refuses", () => {
    expect(textArray(["a\0b", "half \ud83d"], itself)).toBe('{"a\uFFFDb","half \uFFFD"}');
  });

  test("of JSON is one a line", () => {
    const texts = [JSON.stringify({ why: 'a line\nand "another"' }), null, JSON.stringify(["}"])];
    expect(lines(texts, itself).split("\n")).toEqual([texts[0], "", texts[2]]);
  });
});
