/** A table as it is handed to a spreadsheet. */
export type Csv = {
  /** Part of the file's name, in words: "Latency". */
  readonly name: string;
  readonly header: readonly string[];
  readonly rows: readonly (readonly (string | number | null)[])[];
};

/** RFC 4180: lines end with CR LF, quotes only where they are needed. Nothing known is an empty field. */
export function csvText({ header, rows }: Csv): string {
  return [header, ...rows].map((row) => `${row.map(field).join(",")}\r\n`).join("");
}

/** "meridian-latency-2026-03-04T150500Z.csv". */
export function csvFileName(name: string, nowMs: number): string {
  const words = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-|-$/g, "");
  return `meridian-${words}-${isoSecond(nowMs).replaceAll(":", "")}.csv`;
}

/** A moment in a field: ISO 8601 in UTC, which every spreadsheet reads the same way. */
export function isoSecond(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, "Z");
}

function field(value: string | number | null): string {
  if (value === null) return "";
  if (typeof value === "number") return String(Number(value.toPrecision(12)));
  // Names come from configs and callers: a spreadsheet must not take one for a formula.
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
