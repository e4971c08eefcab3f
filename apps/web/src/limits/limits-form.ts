import type { SpendPeriod } from "@meridian/routing";
import { highestLimits, type UsageLimits } from "@meridian/routing-config";
import { formatCount } from "../format/format-number.ts";

/** Limits as their form holds them: texts, so that a half-written number stays what it is. Empty: no limit. */
export type LimitsForm = {
  readonly requestsPerMinute: string;
  readonly tokensPerMinute: string;
  readonly inFlight: string;
  readonly amountUsd: string;
  readonly period: SpendPeriod;
  /** IANA. */
  readonly timeZone: string;
};

const counts = ["requestsPerMinute", "tokensPerMinute", "inFlight"] as const;
type LimitField = (typeof counts)[number] | "amountUsd";

/** The form of limits that there are. @param timeZone in which periods begin, unless spend is limited in another one */
export function limitsFormOf(limits: UsageLimits, timeZone: string): LimitsForm {
  const { requestsPerMinute, tokensPerMinute, inFlight, spend } = limits;
  return {
    requestsPerMinute: requestsPerMinute?.toString() ?? "",
    tokensPerMinute: tokensPerMinute?.toString() ?? "",
    inFlight: inFlight?.toString() ?? "",
    amountUsd: spend?.amountUsd.toString() ?? "",
    period: spend?.period ?? "month",
    timeZone: spend?.timeZone ?? timeZone,
  };
}

/** What the form says, for the API. To be asked when nothing is wrong with it. */
export function limitsOf(form: LimitsForm): UsageLimits {
  const { amountUsd, period, timeZone } = form;
  return {
    ...Object.fromEntries(counts.filter((field) => form[field] !== "").map((field) => [field, Number(form[field])])),
    ...(amountUsd !== "" && { spend: { amountUsd: Number(amountUsd), period, timeZone } }),
  };
}

/** What is wrong with each field; empty when nothing is. */
export function limitProblems(form: LimitsForm): Partial<Record<LimitField, string>> {
  const problems: Partial<Record<LimitField, string>> = {};
  for (const field of counts) {
    const [value, most] = [Number(form[field]), highestLimits[field]];
    if (form[field] === "" || (Number.isInteger(value) && value >= 1 && value <= most)) continue;
    problems[field] = `Write a whole number from 1 to ${formatCount(most)}.`;
  }
  const amount = Number(form.amountUsd);
  if (form.amountUsd !== "" && !(amount > 0 && amount <= highestLimits.amountUsd)) {
    problems.amountUsd = `Write an amount above 0 and up to ${formatCount(highestLimits.amountUsd)}.`;
  }
  return problems;
}

/** Whether it can be saved. */
export const limitsAreRight = (form: LimitsForm): boolean => Object.keys(limitProblems(form)).length === 0;
