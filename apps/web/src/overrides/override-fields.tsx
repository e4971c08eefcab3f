"use client";

import { Field } from "../ui/field.tsx";
import { Input } from "../ui/input.tsx";
import { Segmented } from "../ui/segmented.tsx";
import { Select } from "../ui/select.tsx";
import { durations, type OverrideForm, type OverrideKind, type OverridePlaces } from "./override-form.ts";

const kinds: readonly { readonly value: OverrideKind; readonly label: string; readonly about: string }[] = [
  {
    value: "drain",
    label: "Drain",
    about: "The upstream gets no new request. What it is answering goes on; a retry passes it over.",
  },
  { value: "cap", label: "Cap", about: "The upstream gets at most a share of each route's requests." },
  {
    value: "force",
    label: "Force",
    about: "All of a route goes to one of its upstreams, as long as that is available.",
  },
];

/** What is ordered, where, how long and why. */
export function OverrideFields({
  form,
  places,
  onChange,
}: {
  readonly form: OverrideForm;
  readonly places: OverridePlaces;
  readonly onChange: (form: OverrideForm) => void;
}) {
  const set = (change: Partial<OverrideForm>) => onChange({ ...form, ...change });
  const route = places.routes.find(({ name }) => name === form.route);
  const upstreams = form.kind === "force" ? (route?.upstreams ?? []) : places.upstreams;
  return (
    <>
      <div className="space-y-1.5">
        <Segmented
          label="Kind of order"
          value={form.kind}
          options={kinds}
          onChange={(kind) => set({ kind, ...(kind === "force" && { upstream: "" }) })}
        />
        <p className="text-muted text-xs">{kinds.find(({ value }) => value === form.kind)?.about}</p>
      </div>
      <div className="grid gap-3 sm:grid-cols-2">
        {form.kind === "force" && (
          <Field label="Route">
            {(ids) => (
              <Select
                {...ids}
                className="w-full"
                value={form.route}
                onChange={(event) => set({ route: event.target.value, upstream: "" })}
              >
                <Choices none="Choose a route" names={places.routes.map(({ name }) => name)} />
              </Select>
            )}
          </Field>
        )}
        <Field label="Upstream">
          {(ids) => (
            <Select
              {...ids}
              className="w-full"
              value={form.upstream}
              onChange={(event) => set({ upstream: event.target.value })}
            >
              <Choices none="Choose an upstream" names={upstreams} />
            </Select>
          )}
        </Field>
        {form.kind === "cap" && (
          <Field label="At most, %" hint="Of each route's requests.">
            {(ids) => (
              <Input
                {...ids}
                type="number"
                min={0}
                max={100}
                value={form.percent}
                onChange={(event) => set({ percent: event.target.value })}
              />
            )}
          </Field>
        )}
        <Field label="Lasts">
          {(ids) => (
            <Select
              {...ids}
              className="w-full"
              value={form.lasts}
              onChange={(event) => set({ lasts: event.target.value })}
            >
              {durations.map(({ label, minutes }) => (
                <option key={minutes} value={minutes}>
                  {label}
                </option>
              ))}
              <option value="custom">Until a moment …</option>
            </Select>
          )}
        </Field>
        {form.lasts === "custom" && (
          <Field label="Until" hint="In your browser's time zone, at most 7 days on.">
            {(ids) => (
              <Input
                {...ids}
                type="datetime-local"
                value={form.endsAt}
                onChange={(event) => set({ endsAt: event.target.value })}
              />
            )}
          </Field>
        )}
      </div>
      <Field label="Reason" hint="Others read it on every screen while the order stands.">
        {(ids) => (
          <Input
            {...ids}
            value={form.reason}
            maxLength={500}
            autoComplete="off"
            onChange={(event) => set({ reason: event.target.value })}
          />
        )}
      </Field>
    </>
  );
}

function Choices({ none, names }: { readonly none: string; readonly names: readonly string[] }) {
  return (
    <>
      <option value="" disabled>
        {none}
      </option>
      {names.map((name) => (
        <option key={name} value={name}>
          {name}
        </option>
      ))}
    </>
  );
}
