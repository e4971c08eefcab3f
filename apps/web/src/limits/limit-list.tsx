"use client";

import type { UsageLimits } from "@meridian/routing-config";
import { formatCompact, formatCount } from "../format/format-number.ts";
import { zoneWords } from "../profile/time-zones.ts";
import type { Outputs } from "../trpc/outputs.ts";
import { cn } from "../ui/cn.ts";
import { Time } from "../ui/time.tsx";
import { spendLimitWords, spentWords } from "./spend-words.ts";

export type Spent = NonNullable<Outputs["workspace"]["limits"]["spent"]>;

/** Limits as a list reads them, with what was spent. */
export function LimitList({ limits, spent }: { readonly limits: UsageLimits; readonly spent: Spent | null }) {
  const { requestsPerMinute, tokensPerMinute, inFlight, spend } = limits;
  const rates = [
    ...(requestsPerMinute === undefined ? [] : [`${formatCount(requestsPerMinute)} RPM`]),
    ...(tokensPerMinute === undefined ? [] : [`${formatCompact(tokensPerMinute)} TPM`]),
    ...(inFlight === undefined ? [] : [`${formatCount(inFlight)} in flight`]),
  ];
  if (Object.keys(limits).length === 0) return <span className="text-muted">none</span>;
  return (
    <>
      {rates.length > 0 && <span className="block">{rates.join(" · ")}</span>}
      {spend !== undefined && (
        <span className="block" title={`Periods begin at midnight in ${zoneWords(spend.timeZone)}.`}>
          {spendLimitWords(spend)}
        </span>
      )}
      {spend !== undefined && spent !== null && spent.usd !== null && (
        <span className="mt-0.5 block w-36 text-muted text-xs">
          <Bar share={spent.usd / spend.amountUsd} />
          {spentWords(spend, spent.usd)}
        </span>
      )}
    </>
  );
}

/** When the period that runs ends, and another one begins at nothing. */
export function PeriodEnd({ spent: { endMs } }: { readonly spent: Spent }) {
  return (
    <>
      The period ends <Time atMs={endMs} />.
    </>
  );
}

function Bar({ share }: { readonly share: number }) {
  return (
    <span className="mb-0.5 block h-1 overflow-hidden rounded-full bg-sunken" aria-hidden>
      <span
        className={cn("block h-full rounded-full", share >= 1 ? "bg-bad" : share >= 0.8 ? "bg-warn" : "bg-primary")}
        style={{ width: `${Math.min(1, share) * 100}%` }}
      />
    </span>
  );
}
