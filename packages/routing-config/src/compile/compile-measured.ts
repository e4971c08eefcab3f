import type { MeasuredCondition, SignalCondition } from "@meridian/routing";
import { languageDefaults } from "../defaults.ts";
import type { ConditionDocument } from "../schema/condition.ts";
import { compileSelection } from "./compile-selection.ts";

/** The conditions that are measured, or told from outside, with every default filled in. */
export const compileMeasured = (when: ConditionDocument): readonly MeasuredCondition[] => [
  ...(["first_token_p95", "response_p95", "error_rate"] as const).flatMap((measure): MeasuredCondition[] => {
    const given = when[measure];
    if (given === undefined) return [];
    const windowMs = given.window ?? languageDefaults.measured.windowMs;
    return [{ measure, of: compileSelection(given.of), windowMs, ...above(given) }];
  }),
  ...(when.in_flight === undefined
    ? []
    : [
        {
          measure: "in_flight",
          of: compileSelection(when.in_flight.of),
          windowMs: 0,
          ...above(when.in_flight),
        } as const,
      ]),
  ...(when.quota_used === undefined
    ? []
    : [
        {
          measure: "quota_used",
          of: compileSelection({ upstreams: [when.quota_used.upstream] }),
          windowMs: 0,
          ...above(when.quota_used),
        } as const,
      ]),
  ...(when.spend_used === undefined ? [] : [{ measure: "spend_used", ...above(when.spend_used) } as const]),
  ...(when.signal === undefined ? [] : [compileSignal(when.signal)]),
];

type Above = {
  readonly above: number;
  readonly recover_below?: number | undefined;
  readonly for?: number | undefined;
  readonly hold?: number | undefined;
};

const above = ({ above: bound, recover_below, for: forMs, hold }: Above) => ({
  above: bound,
  recoverBelow: recover_below ?? null,
  forMs: forMs ?? languageDefaults.measured.forMs,
  holdMs: hold ?? languageDefaults.measured.holdMs,
});

const compileSignal = (given: NonNullable<ConditionDocument["signal"]>): SignalCondition => ({
  measure: "signal",
  name: given.name,
  above: given.above ?? null,
  below: given.below ?? null,
  equals: given.equals ?? null,
  forMs: given.for ?? languageDefaults.signal.forMs,
  holdMs: given.hold ?? languageDefaults.signal.holdMs,
});
