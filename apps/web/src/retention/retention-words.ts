import { formatCount } from "../format/format-number.ts";
import { formatBytes } from "../format/format-bytes.ts";
import type { Outputs } from "../trpc/outputs.ts";

export type RetentionSettings = Outputs["retention"]["get"];
export type RetentionChoice = RetentionSettings["own"];
export type RetentionKind = keyof RetentionChoice;
type RowUse = RetentionSettings["requests"];

/** What is kept for a time, as people call it. */
export const retentionKinds: readonly {
  readonly kind: RetentionKind;
  readonly name: string;
  readonly rows: string;
  readonly about: string;
}[] = [
  {
    kind: "requests",
    name: "Requests",
    rows: "requests",
    about: "One line for each request: when, by whom, where to, how long, what it cost.",
  },
  {
    kind: "requestDetails",
    name: "Request details",
    rows: "details",
    about: "The plan and the attempts of each request. Never kept longer than the request itself.",
  },
  {
    kind: "cells",
    name: "Metrics",
    rows: "cells",
    about: "What the dashboards draw. Cells become wider with age; this is how far back any of them reach.",
  },
];

/** How long the installation keeps a kind, in days; null: not known. */
export function boundOf({ installation }: RetentionSettings, kind: RetentionKind): number | null {
  if (installation === null) return null;
  return kind === "cells" ? Math.max(...Object.values(installation.cells)) : installation[kind];
}

/** Room of all cells together, or of requests or details. */
export function roomOf(settings: RetentionSettings, kind: RetentionKind): RowUse {
  if (kind !== "cells") return settings[kind];
  const uses = settings.cells.map(({ use }) => use);
  return {
    rows: uses.reduce((sum, { rows }) => sum + rows, 0),
    bytes: uses.reduce((sum, { bytes }) => sum + bytes, 0),
    exact: uses.every(({ exact }) => exact),
  };
}

/** "1,204 requests, about 2.1 MB". */
export function roomWords({ rows, bytes, exact }: RowUse, what: string): string {
  return `${exact ? "" : "about "}${formatCount(rows)} ${what}, about ${formatBytes(bytes)}`;
}

/** "10 seconds", "5 minutes", "1 day": the width of a cell. */
export function widthWords(seconds: number): string {
  const [count, unit] =
    seconds < 60
      ? [seconds, "second"]
      : seconds < 3_600
        ? [seconds / 60, "minute"]
        : seconds < 86_400
          ? [seconds / 3_600, "hour"]
          : [seconds / 86_400, "day"];
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}

/** "1 day", "30 days". */
export const daysWords = (days: number): string => (days === 1 ? "1 day" : `${formatCount(days)} days`);
