import type { SpendLimit } from "@meridian/routing";
import { formatUsd } from "../format/format-money.ts";

const runningPeriods = {
  hour: "this hour",
  day: "today",
  week: "this week",
  month: "this month",
} as const satisfies Record<SpendLimit["period"], string>;

/** "$50.00 a month". */
export const spendLimitWords = ({ amountUsd, period }: SpendLimit): string =>
  `${formatUsd(amountUsd)} ${period === "hour" ? "an" : "a"} ${period}`;

/** "$12.31 spent this month"; what is above nothing never reads $0.00. */
export const spentWords = ({ period }: SpendLimit, usd: number): string =>
  `${usd > 0 && usd < 0.005 ? "<$0.01" : formatUsd(usd)} spent ${runningPeriods[period]}`;
