import { formatDateTime } from "../../format/format-time.ts";
import { ranges } from "./range.ts";
import type { TimeWindow } from "./view.ts";

/** "last 5 minutes", "Mar 4, 2026, 10:05 AM EST to Mar 4, 2026, 11:05 AM EST". */
export function windowWords(window: TimeWindow): string {
  if (window.kind === "last") return ranges[window.range].words;
  return `${formatDateTime(window.fromMs)} to ${formatDateTime(window.toMs)}`;
}
