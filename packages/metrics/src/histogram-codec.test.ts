import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeHistogram, encodeHistogram } from "./histogram-codec.ts";
import { emptySparse, mergeSparse } from "./sparse-histogram.ts";

const histograms = fc
  .tuple(
    fc.uniqueArray(fc.integer({ min: -24, max: 231 }), { maxLength: 40 }),
    fc.array(fc.integer({ min: 1, max: 2 ** 40 }), { minLength: 40, maxLength: 40 }),
    fc.double({ noNaN: true, min: 0 }),
  )
  .map(([indexes, counts, anySum]) => {
    const sum = indexes.length === 0 ? 0 : anySum;
    const sorted = indexes.toSorted((a, b) => a - b);
    const buckets = sorted.flatMap((index, at) => [index, counts[at] ?? 1]);
    return { buckets, count: sorted.reduce((all, _, at) => all + (counts[at] ?? 1), 0), sum };
  });

describe("the stored form of a histogram", () => {
  it("reads back what was written, counts beyond 2^32 included", () => {
    fc.assert(
      fc.property(histograms, (histogram) => {
        expect(decodeHistogram(encodeHistogram(histogram))).toEqual(histogram);
      }),
    );
  });

  it("takes no bytes when empty and reads from inside a larger buffer", () => {
    expect(encodeHistogram(emptySparse)).toHaveLength(0);
    expect(decodeHistogram(new Uint8Array())).toEqual(emptySparse);
    const histogram = { buckets: [3, 1], count: 1, sum: 9 };
    const encoded = encodeHistogram(histogram);
    const larger = new Uint8Array(20);
    larger.set(encoded, 5);
    expect(decodeHistogram(larger.subarray(5, 5 + encoded.length))).toEqual(histogram);
  });

  it("reads concatenated ones as their sum", () => {
    fc.assert(
      fc.property(fc.array(histograms, { maxLength: 6 }), (all) => {
        const { sum, ...counted } = all.reduce(mergeSparse, emptySparse);
        const decoded = decodeHistogram(Buffer.concat(all.map(encodeHistogram)));
        expect(decoded).toMatchObject(counted);
        expect(decoded.sum).toBeCloseTo(sum);
      }),
    );
  });

  it("refuses, with a RangeError and nothing else, bytes that it did not write", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        try {
          const histogram = decodeHistogram(bytes);
          expect(decodeHistogram(encodeHistogram(histogram))).toEqual(histogram);
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError);
        }
      }),
    );
    expect(() => decodeHistogram(Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 0, 0))).toThrow(RangeError);
    expect(() => decodeHistogram(encodeHistogram({ buckets: [3, 1], count: 1, sum: 9 }).subarray(0, 12))).toThrow(
      RangeError,
    );
  });
});
