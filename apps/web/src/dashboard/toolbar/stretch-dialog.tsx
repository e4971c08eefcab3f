"use client";

import { useId, useState } from "react";
import { momentOfWall, wallTime, zoneName } from "../../format/format-time.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import { Input } from "../../ui/input.tsx";
import { longestMs, shortestMs } from "../view/range.ts";
import type { TimeWindow } from "../view/view.ts";

/** Begin and end by the reader's wall clock. */
export function StretchDialog({
  shown: [fromMs, toMs],
  onWindow,
  onClose,
}: {
  readonly shown: readonly [number, number];
  readonly onWindow: (window: TimeWindow) => void;
  readonly onClose: () => void;
}) {
  const form = useId();
  const [from, setFrom] = useState(() => wallText(fromMs));
  const [to, setTo] = useState(() => wallText(toMs));
  const begin = momentOf(from);
  const end = momentOf(to);
  const problem =
    begin === null || end === null
      ? "Write a date and a time."
      : end - begin < shortestMs
        ? "It ends at least a minute after it begins."
        : end - begin > longestMs
          ? "It is at most 366 days long."
          : null;
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Choose begin and end"
      description={`Times in ${zoneName(begin ?? fromMs)}. Charts that end in the past stand still.`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form={form} disabled={problem !== null}>
            Show
          </Button>
        </>
      }
    >
      <form
        id={form}
        className="grid gap-3 sm:grid-cols-2"
        onSubmit={(event) => {
          event.preventDefault();
          if (begin === null || end === null || problem !== null) return;
          onWindow({ kind: "between", fromMs: begin, toMs: end });
          onClose();
        }}
      >
        <Field label="Begin">
          {(ids) => (
            <Input {...ids} type="datetime-local" value={from} onChange={({ target }) => setFrom(target.value)} />
          )}
        </Field>
        <Field label="End" error={problem}>
          {(ids) => <Input {...ids} type="datetime-local" value={to} onChange={({ target }) => setTo(target.value)} />}
        </Field>
      </form>
    </Dialog>
  );
}

/** As a field for date and time wants it: "2026-03-04T10:05". */
function wallText(ms: number): string {
  const { year, month, day, hour, minute } = wallTime(ms);
  const two = (value: number) => String(value).padStart(2, "0");
  return `${year}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}`;
}

function momentOf(text: string): number | null {
  const [, year, month, day, hour, minute] = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)/.exec(text) ?? [];
  if (minute === undefined) return null;
  return momentOfWall({
    year: Number(year),
    month: Number(month),
    day: Number(day),
    hour: Number(hour),
    minute: Number(minute),
    second: 0,
  });
}
