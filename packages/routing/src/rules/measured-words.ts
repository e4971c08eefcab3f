import type { MeasuredCondition, SignalCondition } from "../rule-options.ts";

type Seen = { readonly isOn: boolean; readonly isBeyond: boolean; readonly value: number | null };

/** What a condition has come to: a clause for people, for example `first-token p95 is 712 ms, above 600 ms`. */
export function measuredWords(condition: MeasuredCondition, { isOn, isBeyond, value }: Seen): string {
  const format = formats[condition.measure];
  const what = condition.measure === "signal" ? `signal \`${condition.name}\`` : names[condition.measure];
  const bound = condition.measure === "signal" ? boundOf(condition) : `above ${format(condition.above)}`;
  const is = value === null ? what : `${what} is ${format(value)}`;
  if (isOn) return isBeyond ? `${is}, ${bound}` : `${is}, was ${bound} lately`;
  if (isBeyond) return `${is}, ${bound}, but not for ${seconds(condition.forMs)} yet`;
  return value === null ? `${what} is not known to be ${bound}` : `${is}, not ${bound}`;
}

const ms = (value: number): string => `${Math.round(value)} ms`;
const percent = (value: number): string => `${Math.round(value * 1_000) / 10} %`;
const plain = (value: number): string => String(value);
const seconds = (time: number): string => `${time / 1_000} s`;

const names = {
  first_token_p95: "first-token p95",
  response_p95: "response p95",
  error_rate: "the error rate",
  in_flight: "what is in flight",
  quota_used: "the used quota",
  spend_used: "what is spent of the budget",
} as const;

const formats = {
  first_token_p95: ms,
  response_p95: ms,
  error_rate: percent,
  in_flight: plain,
  quota_used: percent,
  spend_used: percent,
  signal: plain,
} as const;

const boundOf = ({ above, below, equals }: SignalCondition): string =>
  [
    ...(above === null ? [] : [`above ${above}`]),
    ...(below === null ? [] : [`below ${below}`]),
    ...(equals === null ? [] : [`“${equals}”`]),
  ].join(" and ");
