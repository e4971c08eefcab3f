import type { Route, RouteSpendLimit, SpendLimit, UsageLimits } from "@meridian/routing";
import { compileSelection } from "./compile-selection.ts";
import type { RouteDocument } from "../schema/route.ts";

type Rates = { readonly requests_per_minute?: number | undefined; readonly tokens_per_minute?: number | undefined };

/** Limits of a minute; only those that are given. */
export const compileLimits = (
  given: Rates | undefined,
): Pick<UsageLimits, "requestsPerMinute" | "tokensPerMinute"> => ({
  ...(given?.requests_per_minute === undefined ? {} : { requestsPerMinute: given.requests_per_minute }),
  ...(given?.tokens_per_minute === undefined ? {} : { tokensPerMinute: given.tokens_per_minute }),
});

type Spend = Pick<NonNullable<RouteDocument["spend_limit"]>, "amount_usd" | "period" | "time_zone">;

export const compileSpend = ({ amount_usd, period, time_zone }: Spend): SpendLimit => ({
  amountUsd: amount_usd,
  period,
  timeZone: time_zone ?? "UTC",
});

/** What a route may use up. Stands in the table only where it is limited. */
export const compileRouteLimits = ({ limits, spend_limit }: RouteDocument): Pick<Route, "limits" | "spendLimit"> => ({
  ...(limits === undefined
    ? {}
    : {
        limits: {
          ...compileLimits(limits),
          ...(limits.max_in_flight === undefined ? {} : { inFlight: limits.max_in_flight }),
        },
      }),
  ...(spend_limit === undefined
    ? {}
    : { spendLimit: { ...compileSpend(spend_limit), whenExhausted: whenExhausted(spend_limit.when_exhausted) } }),
});

const whenExhausted = (
  given: NonNullable<RouteDocument["spend_limit"]>["when_exhausted"],
): RouteSpendLimit["whenExhausted"] =>
  typeof given === "object"
    ? { kind: "prefer", upstreams: compileSelection(given.prefer) }
    : { kind: given === "alert" ? "alert" : "block" };
