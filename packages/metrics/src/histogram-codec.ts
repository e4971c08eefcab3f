import type { SparseHistogram } from "./cell.ts";
import { highestBucket, lowestBucket } from "./histogram-bucket.ts";

const formatVersion = 2;
const headBytes = 11;

const notOurs = "not a histogram";

/**
 * The stored form of a histogram: format byte, length of the buckets in bytes (2, big-endian), sum as a little-endian
 * double, then per bucket the distance to the one before and its count, both as unsigned varints. About two bytes a
 * bucket; nothing counted takes none. It says its own length: concatenated ones are their sum.
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
  if (bytes.length === 0) return new Uint8Array();
  const encoded = new Uint8Array(headBytes + bytes.length);
  const view = new DataView(encoded.buffer);
  view.setUint8(0, formatVersion);
  view.setUint16(1, bytes.length);
  view.setFloat64(3, histogram.sum, true);
  encoded.set(bytes, headBytes);
  return encoded;
}

/** Counts of all buckets while encodings are added up; zero in between. */
const scratch = new Float64Array(highestBucket - lowestBucket + 1);

/** The sum of the histograms that are encoded here one after another. Throws a RangeError on bytes that are none. */
export function decodeHistogram(encoded: Uint8Array): SparseHistogram {
  const view = new DataView(encoded.buffer, encoded.byteOffset, encoded.byteLength);
  const reader = { bytes: encoded, at: 0 };
  let lowest = scratch.length;
  let highest = -1;
  let sum = 0;
  try {
    while (reader.at < encoded.length) {
      if (reader.at + headBytes > encoded.length || encoded[reader.at] !== formatVersion) throw new RangeError(notOurs);
      const end = reader.at + headBytes + view.getUint16(reader.at + 1);
      if (end > encoded.length) throw new RangeError(`${notOurs}: it ends early`);
      sum += view.getFloat64(reader.at + 3, true);
      reader.at += headBytes;
      for (let index = 0, first = true; reader.at < end; first = false) {
        const distance = readVarint(reader);
        const count = readVarint(reader);
        index += distance;
        if (index >= scratch.length || count === 0 || (distance === 0 && !first)) throw new RangeError(notOurs);
        scratch[index] = (scratch[index] ?? 0) + count;
        if (index < lowest) lowest = index;
        if (index > highest) highest = index;
      }
      if (reader.at !== end) throw new RangeError(notOurs);
    }
    const buckets: number[] = [];
    let total = 0;
    for (let at = lowest; at <= highest; at++) {
      const count = scratch[at] ?? 0;
      if (count === 0) continue;
      buckets.push(at + lowestBucket, count);
      total += count;
    }
    return { buckets, count: total, sum };
  } finally {
    if (highest >= lowest) scratch.fill(0, lowest, highest + 1);
  }
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
    if (byte === undefined) throw new RangeError(`${notOurs}: it ends early`);
    value += (byte % 0x80) * scale;
    if (value > Number.MAX_SAFE_INTEGER) throw new RangeError(`${notOurs}: a count is out of range`);
    if (byte < 0x80) return value;
    scale *= 0x80;
  }
}
