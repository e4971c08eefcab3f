import type { SparseHistogram } from "./cell.ts";
import { highestBucket, lowestBucket } from "./histogram-bucket.ts";

const formatVersion = 1;
const sumBytes = 8;

/**
 * The stored form of a histogram: format byte, sum as a little-endian double, then per bucket the distance to the one
 * before and its count, both as unsigned varints. About two bytes a bucket.
 */
export function encodeHistogram(histogram: SparseHistogram): Uint8Array {
  const bytes: number[] = [];
  let previous = lowestBucket;
  for (let at = 0; at < histogram.buckets.length; at += 2) {
    const index = histogram.buckets[at] ?? 0;
    pushVarint(bytes, index - previous);
    pushVarint(bytes, histogram.buckets[at + 1] ?? 0);
    previous = index;
  }
  const encoded = new Uint8Array(1 + sumBytes + bytes.length);
  encoded[0] = formatVersion;
  new DataView(encoded.buffer).setFloat64(1, histogram.sum, true);
  encoded.set(bytes, 1 + sumBytes);
  return encoded;
}

/** The reverse of `encodeHistogram`. Throws a RangeError on bytes that it did not write. */
export function decodeHistogram(encoded: Uint8Array): SparseHistogram {
  if (encoded.length < 1 + sumBytes || encoded[0] !== formatVersion) throw new RangeError("not a histogram");
  const sum = new DataView(encoded.buffer, encoded.byteOffset, encoded.byteLength).getFloat64(1, true);
  const buckets: number[] = [];
  const reader = { bytes: encoded, at: 1 + sumBytes };
  let index = lowestBucket;
  let total = 0;
  while (reader.at < encoded.length) {
    const distance = readVarint(reader);
    const count = readVarint(reader);
    index += distance;
    if (index > highestBucket || count === 0 || (distance === 0 && buckets.length > 0)) {
      throw new RangeError("not a histogram");
    }
    buckets.push(index, count);
    total += count;
  }
  return { buckets, count: total, sum };
}

/** Arithmetic instead of shifts: counts may pass 2^31. */
function pushVarint(bytes: number[], value: number): void {
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) + 0x80);
    rest = Math.floor(rest / 0x80);
  }
  bytes.push(rest);
}

function readVarint(reader: { readonly bytes: Uint8Array; at: number }): number {
  let value = 0;
  let scale = 1;
  for (;;) {
    const byte = reader.bytes[reader.at++];
    if (byte === undefined) throw new RangeError("not a histogram: it ends early");
    value += (byte % 0x80) * scale;
    if (value > Number.MAX_SAFE_INTEGER) throw new RangeError("not a histogram: a count is out of range");
    if (byte < 0x80) return value;
    scale *= 0x80;
  }
}
