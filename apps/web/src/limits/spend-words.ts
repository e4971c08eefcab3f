import type { SpendLimit } from "@meridian/routing";
import { formatUsd } from "../format/format-money.ts";

const runningPeriods = {
  hour: "this hour",
  day: "today",
  week: "this week",
  month: "this month",
} as const satisfies Record<SpendLimit["period"], string>;

const belowCents = new Intl.NumberFormat("en-US", { style: "currency", currency: "USD", maximumSignificantDigits: 2 });

/** What is above nothing never reads $0.00. */
const usdWords = (usd: number): string => (usd > 0 && usd < 0.01 ? belowCents.format(usd) : formatUsd(usd));

/** "$50.00 a month". */
export const spendLimitWords = ({ amountUsd, period }: SpendLimit): string =>
  `${usdWords(amountUsd)} ${period === "hour" ? "an" : "a"} ${period}`;

/** "$12.31 spent this month". */
export const spentWords = ({ period }: SpendLimit, usd: number): string =>
  `${usdWords(usd)} spent ${runningPeriods[period]}`;
