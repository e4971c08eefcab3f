"use client";

import { useState } from "react";
import { zoneName } from "../format/format-time.ts";
import { LimitFields } from "../limits/limit-fields.tsx";
import { browserZone } from "../limits/use-own-time-zone.ts";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { Input } from "../ui/input.tsx";
import { Textarea } from "../ui/textarea.tsx";
import { type KeyForm, localMinute } from "./key-form.ts";

const dayMs = 86_400_000;
const ends = [
  { label: "30 days", days: 30 },
  { label: "90 days", days: 90 },
  { label: "1 year", days: 365 },
] as const;

/** What people decide about a key: its name, where it may go, until when, and how much. */
export function KeyFields({ form, onChange }: { readonly form: KeyForm; readonly onChange: (form: KeyForm) => void }) {
  const [openedAtMs] = useState(() => Date.now());
  const set = (change: Partial<KeyForm>) => onChange({ ...form, ...change });
  return (
    <>
      <Field label="Name" hint="Who or what uses it, for example “Support bot”. Requests are listed under this name.">
        {(ids) => (
          <Input
            {...ids}
            value={form.name}
            maxLength={64}
            autoComplete="off"
            onChange={(event) => set({ name: event.target.value })}
          />
        )}
      </Field>
      <Field
        label="Routes"
        hint="Names or patterns, one a line: support-chat, or support-* for all that begin so. Empty: every route, those to come included."
      >
        {(ids) => (
          <Textarea
            {...ids}
            rows={2}
            value={form.routes}
            spellCheck={false}
            placeholder="every route"
            className="font-mono"
            onChange={(event) => set({ routes: event.target.value })}
          />
        )}
      </Field>
      <Field
        label="Expires"
        hint={`In your browser's time zone, ${zoneName(openedAtMs, browserZone())}. Empty: never. From then on gateways answer 401.`}
      >
        {(ids) => (
          <div className="flex flex-wrap items-center gap-2">
            <Input
              {...ids}
              type="datetime-local"
              className="w-52"
              value={form.expiresAt}
              onChange={(event) => set({ expiresAt: event.target.value })}
            />
            {ends.map(({ label, days }) => (
              <Button
                key={days}
                size="sm"
                onClick={() => set({ expiresAt: localMinute(openedAtMs + days * dayMs) })}
                aria-label={`Expires in ${label}`}
              >
                {label}
              </Button>
            ))}
          </div>
        )}
      </Field>
      <fieldset>
        <legend className="font-medium text-[13px]">Limits</legend>
        <p className="mt-0.5 mb-2 text-muted text-xs">
          Empty: none. Several gateways keep them each by itself, unless they share a Redis. What is over a limit gets
          429, told which limit and when to come back.
        </p>
        <LimitFields form={form.limits} onChange={(limits) => set({ limits })} />
      </fieldset>
    </>
  );
}
