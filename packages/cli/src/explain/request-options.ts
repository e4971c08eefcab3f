import type { RoutingTable } from "@meridian/routing";
import { UsageError } from "../command/command.ts";

/** Epoch ms of a time with its zone; now without one. */
export function momentOf(at: string | undefined): number {
  if (at === undefined) return Date.now();
  const ms = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/.test(at) ? Date.parse(at) : Number.NaN;
  if (!Number.isNaN(ms)) return ms;
  throw new UsageError(`--at is a time with its zone, such as 2026-11-28T14:00:00-05:00, not ${at}.`);
}

/** Headers from lines such as `x-meridian-tags: batch`. Repeated ones are joined, as servers do. */
export function headersOf(lines: readonly string[]): Readonly<Record<string, string>> {
  const headers: Record<string, string> = Object.create(null);
  for (const line of lines) {
    const [, name, value] = /^([A-Za-z0-9!#$%&'*+.^_`|~-]+):(.*)$/.exec(line) ?? [];
    if (name === undefined || value === undefined)
      throw new UsageError(`--header is "name: value", such as "x-meridian-tags: batch", not "${line}".`);
    const key = name.toLowerCase();
    headers[key] = key in headers ? `${headers[key]}, ${value.trim()}` : value.trim();
  }
  return headers;
}

/** What a key is to routing: its name, and the routes that it may use. One that no document names may use every route. */
export function keyOf(name: string | undefined, { fileKeys }: RoutingTable) {
  const known = fileKeys.find((key) => key.name === name);
  if (name !== undefined && fileKeys.length > 0 && !known) {
    const names = fileKeys.map((key) => key.name).join(", ");
    throw new UsageError(`The document has no gateway key ${name}. It has ${names}.`);
  }
  return { name: name ?? "", routes: known?.routes ?? ["*"] };
}
