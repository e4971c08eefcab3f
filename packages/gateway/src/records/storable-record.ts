import type { RequestRecord } from "@meridian/metrics";

/**
 * The record without what a database refuses in text: zero characters and halves of characters, which a caller can put
 * into the model that it asks for. Only for a record that was refused: it takes the whole record apart.
 */
export function storableRecord(record: RequestRecord): RequestRecord {
  return JSON.parse(JSON.stringify(record), (_key, value: unknown) =>
    typeof value === "string" ? value.toWellFormed().replaceAll("\u0000", "\ufffd") : value,
  );
}
