"use client";

import { otherName } from "@meridian/metrics";
import { useId, useMemo, useState } from "react";
import { formatCount } from "../../format/format-number.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { Field } from "../../ui/field.tsx";
import { Select } from "../../ui/select.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { useMetricHistory } from "../data/use-metric-history.ts";
import { type Dimension, dimensions, dimensionWords } from "../view/dimension-words.ts";
import { mostValues } from "../view/parse-view.ts";
import { type View, withFilter } from "../view/view.ts";

/** Chooses values of a dimension, from those that there were in the window, with how often. */
export function FilterDialog({
  first,
  view,
  onView,
  nameOf,
  onClose,
}: {
  readonly first: Dimension;
  readonly view: View;
  readonly onView: (view: View) => void;
  readonly nameOf: (dimension: Dimension, value: string) => string;
  readonly onClose: () => void;
}) {
  const form = useId();
  const [draft, setDraft] = useState(view);
  const [dimension, setDimension] = useState(first);
  const chosen = useMemo(() => draft.filters[dimension] ?? [], [draft, dimension]);
  // The other filters hold, so that what is offered is there to be found.
  const others = useMemo(() => withFilter(draft, dimension, []).filters, [draft, dimension]);
  const found = useMetricHistory(
    { window: view.window, filters: others, by: dimension, cut: "group", histograms: [], wanted: true },
    true,
  );
  const counts = useMemo(() => {
    const sums = new Map<string, number>(chosen.map((value) => [value, 0]));
    for (const { group, counts: of } of found.data?.question.by === dimension ? found.data.slices : []) {
      sums.set(group, (sums.get(group) ?? 0) + of.requests);
    }
    return [...sums].filter(([value]) => value !== otherName).toSorted(([, a], [, b]) => b - a);
  }, [found.data, dimension, chosen]);
  const { one, many, help } = dimensionWords[dimension];
  const toggle = (value: string, on: boolean) =>
    setDraft(withFilter(draft, dimension, on ? [...chosen, value] : chosen.filter((each) => each !== value)));
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Filter"
      description="Requests with any of the chosen values, in every dimension that has some."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form={form}>
            Apply
          </Button>
        </>
      }
    >
      <form
        id={form}
        className="space-y-3"
        onSubmit={(event) => {
          event.preventDefault();
          onView(draft);
          onClose();
        }}
      >
        <Field label="By" hint={help}>
          {(ids) => (
            <Select {...ids} value={dimension} onChange={({ target }) => setDimension(target.value as Dimension)}>
              {dimensions.map((each) => (
                <option key={each} value={each}>
                  {dimensionWords[each].one}
                </option>
              ))}
            </Select>
          )}
        </Field>
        {found.error !== null && !found.isFetching && (
          <ErrorState what={many} error={found.error} onRetry={() => void found.refetch()} />
        )}
        <fieldset className="max-h-72 overflow-y-auto rounded-md border border-border">
          <legend className="sr-only">{many}</legend>
          {found.isPending || found.isPlaceholderData ? (
            <Skeleton className="m-2 h-16" />
          ) : counts.length === 0 ? (
            <p className="px-3 py-4 text-center text-muted text-xs">
              No {one.toLowerCase()} was seen in this stretch of time.
            </p>
          ) : (
            counts.map(([value, requests]) => (
              <label
                key={value}
                className="flex cursor-pointer items-center gap-2.5 px-3 py-1.5 text-[13px] hover:bg-sunken"
              >
                <input
                  type="checkbox"
                  className="size-4 accent-primary"
                  checked={chosen.includes(value)}
                  disabled={chosen.length >= mostValues && !chosen.includes(value)}
                  onChange={({ target }) => toggle(value, target.checked)}
                />
                <span className="min-w-0 flex-1 truncate">{nameOf(dimension, value)}</span>
                <span className="text-muted text-xs">{formatCount(requests)}</span>
              </label>
            ))
          )}
        </fieldset>
      </form>
    </Dialog>
  );
}
