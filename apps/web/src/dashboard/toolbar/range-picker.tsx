"use client";

import { CalendarClock } from "lucide-react";
import { useState } from "react";
import { Button } from "../../ui/button.tsx";
import { Segmented } from "../../ui/segmented.tsx";
import { Select } from "../../ui/select.tsx";
import { type RangeId, rangeIds, ranges } from "../view/range.ts";
import type { TimeWindow } from "../view/view.ts";
import { StretchDialog } from "./stretch-dialog.tsx";

/** Which stretch of time: one of the usual ones up to now, or any. */
export function RangePicker({
  window,
  shown,
  onWindow,
}: {
  readonly window: TimeWindow;
  /** From and to of what is on show, epoch ms: where choosing another begins. */
  readonly shown: readonly [number, number];
  readonly onWindow: (window: TimeWindow) => void;
}) {
  const [choosing, setChoosing] = useState(false);
  const chosen = window.kind === "last" ? window.range : "";
  const choose = (range: RangeId) => onWindow({ kind: "last", range });
  return (
    <>
      <Segmented
        label="Time range"
        className="hidden lg:inline-flex [&_button]:px-1.5"
        value={chosen}
        options={rangeIds.map((id) => ({ value: id as string, label: ranges[id].label }))}
        onChange={(id) => choose(id as RangeId)}
      />
      <Select
        aria-label="Time range"
        className="lg:hidden"
        value={chosen}
        onChange={({ target }) => choose(target.value as RangeId)}
      >
        {chosen === "" && <option value="">Custom</option>}
        {rangeIds.map((id) => (
          <option key={id} value={id}>
            {ranges[id].label}
          </option>
        ))}
      </Select>
      <Button
        size="icon"
        aria-label="Choose begin and end"
        title="Choose begin and end"
        aria-pressed={window.kind === "between"}
        onClick={() => setChoosing(true)}
      >
        <CalendarClock />
      </Button>
      {choosing && <StretchDialog shown={shown} onWindow={onWindow} onClose={() => setChoosing(false)} />}
    </>
  );
}
