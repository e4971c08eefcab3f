"use client";

import { useState } from "react";
import { formatDateTime } from "../format/format-time.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Field } from "../ui/field.tsx";
import { Input } from "../ui/input.tsx";
import { Select } from "../ui/select.tsx";
import { type LastId, lasts, type LogWindow } from "./log-view.ts";

/** The stretch of time that is shown. */
export function WindowSelect({
  window,
  onChange,
}: {
  readonly window: LogWindow;
  readonly onChange: (window: LogWindow) => void;
}) {
  const [asking, setAsking] = useState(false);
  const value = window.kind === "last" ? window.id : window.kind;
  return (
    <>
      <Select
        aria-label="Time"
        value={value}
        onChange={({ target }) => {
          if (target.value === "between") setAsking(true);
          else onChange(target.value === "any" ? { kind: "any" } : { kind: "last", id: target.value as LastId });
        }}
      >
        <option value="any">Any time</option>
        {Object.entries(lasts).map(([id, { label }]) => (
          <option key={id} value={id}>
            {label}
          </option>
        ))}
        <option value="between">{window.kind === "between" ? betweenWords(window) : "From – to…"}</option>
      </Select>
      {window.kind === "between" && <Button onClick={() => setAsking(true)}>Change</Button>}
      {asking && (
        <BetweenDialog
          window={window}
          onClose={() => setAsking(false)}
          onChoose={(chosen) => {
            setAsking(false);
            onChange(chosen);
          }}
        />
      )}
    </>
  );
}

function betweenWords({ fromMs, toMs }: { readonly fromMs: number | null; readonly toMs: number | null }): string {
  const from = fromMs === null ? "the start" : formatDateTime(fromMs);
  return `${from} – ${toMs === null ? "now" : formatDateTime(toMs)}`;
}

function BetweenDialog({
  window,
  onClose,
  onChoose,
}: {
  readonly window: LogWindow;
  readonly onClose: () => void;
  readonly onChoose: (window: LogWindow) => void;
}) {
  const now = window.kind === "between" ? window : { fromMs: null, toMs: null };
  const [from, setFrom] = useState(inputOf(now.fromMs));
  const [to, setTo] = useState(inputOf(now.toMs));
  const [fromMs, toMs] = [momentOf(from), momentOf(to)];
  const wrong = fromMs !== null && toMs !== null && fromMs >= toMs ? "This is not after the start." : null;
  const empty = fromMs === null && toMs === null;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Requests between two moments"
      description="In this browser's time zone. Either may be left open."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            disabled={wrong !== null || empty}
            onClick={() => onChoose({ kind: "between", fromMs, toMs })}
          >
            Show
          </Button>
        </>
      }
    >
      <Field label="From">
        {(ids) => (
          <Input
            {...ids}
            type="datetime-local"
            step={1}
            value={from}
            onChange={({ target }) => setFrom(target.value)}
          />
        )}
      </Field>
      <Field label="To" error={wrong} hint="Not included">
        {(ids) => (
          <Input {...ids} type="datetime-local" step={1} value={to} onChange={({ target }) => setTo(target.value)} />
        )}
      </Field>
    </Dialog>
  );
}

/** As a `datetime-local` field writes it: in the browser's zone, without naming it. */
function inputOf(ms: number | null): string {
  if (ms === null) return "";
  const local = new Date(ms - new Date(ms).getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 19);
}

function momentOf(text: string): number | null {
  const ms = text === "" ? Number.NaN : new Date(text).getTime();
  return Number.isNaN(ms) ? null : ms;
}
