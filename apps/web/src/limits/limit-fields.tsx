"use client";

import { spendPeriods } from "@meridian/routing";
import { highestLimits } from "@meridian/routing-config";
import { useState } from "react";
import { timeZones, zoneWords } from "../profile/time-zones.ts";
import { Field } from "../ui/field.tsx";
import { NumberField } from "../ui/number-field.tsx";
import { Select } from "../ui/select.tsx";
import { limitProblems, type LimitsForm } from "./limits-form.ts";

const counts = [
  { field: "requestsPerMinute", label: "Requests per minute", hint: "Begun within any 60 s." },
  {
    field: "tokensPerMinute",
    label: "Tokens per minute",
    hint: "Input and output, of requests begun within any 60 s.",
  },
  { field: "inFlight", label: "Requests in flight", hint: "Begun and not ended." },
] as const;

/** How much may be used up: requests, tokens and money. */
export function LimitFields({
  form,
  onChange,
}: {
  readonly form: LimitsForm;
  readonly onChange: (form: LimitsForm) => void;
}) {
  const set = (change: Partial<LimitsForm>) => onChange({ ...form, ...change });
  const problems = limitProblems(form);
  const unlimited = form.amountUsd === "";
  return (
    <div className="space-y-3">
      <div className="grid gap-3 sm:grid-cols-3">
        {counts.map(({ field, label, hint }) => (
          <NumberField
            key={field}
            label={label}
            hint={hint}
            error={problems[field] ?? null}
            max={highestLimits[field]}
            placeholder="no limit"
            value={form[field]}
            onChange={(value) => set({ [field]: value })}
          />
        ))}
      </div>
      <div className="grid gap-3 sm:grid-cols-3">
        <NumberField
          label="Spend, US dollars"
          hint="At the prices in the routing config; an upstream without a price costs nothing."
          error={problems.amountUsd ?? null}
          max={highestLimits.amountUsd}
          fractional
          placeholder="no limit"
          value={form.amountUsd}
          onChange={(amountUsd) => set({ amountUsd })}
        />
        <Field label="In each" hint="Weeks begin on Monday. What was spent before the limit was set does not count.">
          {(ids) => (
            <Select
              {...ids}
              className="w-full"
              disabled={unlimited}
              value={form.period}
              onChange={(event) => {
                const period = spendPeriods.find((each) => each === event.target.value);
                if (period) set({ period });
              }}
            >
              {spendPeriods.map((period) => (
                <option key={period} value={period}>
                  {period}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label="Time zone" hint="Periods begin at midnight in it.">
          {(ids) => (
            <ZoneSelect
              ids={ids}
              disabled={unlimited}
              value={form.timeZone}
              onChange={(timeZone) => set({ timeZone })}
            />
          )}
        </Field>
      </div>
    </div>
  );
}

function ZoneSelect({
  ids,
  disabled,
  value,
  onChange,
}: {
  readonly ids: object;
  readonly disabled: boolean;
  readonly value: string;
  readonly onChange: (timeZone: string) => void;
}) {
  const [zones] = useState(() => timeZones(Date.now()));
  return (
    <Select
      {...ids}
      className="w-full"
      disabled={disabled}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    >
      {/* A zone may have been saved under a name that this browser lists otherwise. */}
      {!zones.some(({ name }) => name === value) && <option value={value}>{zoneWords(value)}</option>}
      {zones.map(({ name, offset }) => (
        <option key={name} value={name}>
          {zoneWords(name)} ({offset})
        </option>
      ))}
    </Select>
  );
}
