import fc from "fast-check";
import { expect, it } from "vitest";
import { numberRoom, writeNumber, writePlain, writeWhole } from "./ascii.ts";

/** What is written, behind something else. */
function written(write: (bytes: Uint8Array, at: number) => number): string {
  const bytes = new Uint8Array(100).fill(1);
  const end = write(bytes, 7);
  expect(bytes[end]).toBe(1);
  return Buffer.from(bytes.subarray(7, end)).toString("latin1");
}

it("writes any number as JSON does, in the room that a number takes at most", () => {
  const number = fc.oneof(
    fc.integer({ min: 0, max: 1_100_000_000 }).map((hundredths) => hundredths / 100),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.constantFrom(0, -0, 0.01, 0.1, 1.1, 9_999_999.99, 10_000_000, 5e-324, -1.7976931348623157e308),
  );
  fc.assert(
    fc.property(number, (any) => {
      const text = written((bytes, at) => writeNumber(bytes, at, any));
      expect(text).toBe(JSON.stringify(any));
      expect(text.length).toBeLessThanOrEqual(numberRoom);
    }),
  );
});

it("writes whole numbers with as many digits as they have", () => {
  for (let whole = 1; whole < 2 ** 31; whole *= 10) {
    for (const one of [whole - 1, whole, 2 * whole + 1])
      expect(written((bytes, at) => writeWhole(bytes, at, one))).toBe(`${one}`);
  }
  expect(written((bytes, at) => writeWhole(bytes, at, 2 ** 31 - 1))).toBe("2147483647");
});

it("writes as it is only what stands in JSON as it is", () => {
  for (let code = 0; code < 0x180; code++) {
    const text = `a${String.fromCharCode(code)}b`;
    const end = writePlain(new Uint8Array(100), 0, text);
    expect(end).toBe(code <= 126 && JSON.stringify(text) === `"${text}"` ? 3 : -1);
  }
});
