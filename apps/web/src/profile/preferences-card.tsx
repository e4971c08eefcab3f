"use client";

import type { ReactNode } from "react";
import { formatDateTime } from "../format/format-time.ts";
import { type Preferences, usePreferences } from "../preferences/preferences-context.tsx";
import { useSavePreferences } from "../preferences/use-save-preferences.ts";
import { Card } from "../ui/card.tsx";
import { Refusal } from "../ui/refusal.tsx";
import { Segmented } from "../ui/segmented.tsx";
import { useNow } from "../ui/use-now.ts";
import { TimeZoneField } from "./time-zone-field.tsx";

const themes = [
  { value: "system", label: "Same as system" },
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
] as const;

/** How times, colors and keys are. What is chosen holds at once, and is kept with the account. */
export function PreferencesCard() {
  const { apply, ...preferences } = usePreferences();
  const save = useSavePreferences();
  const nowMs = useNow(1_000);
  const { timeZone, hours, theme, shortcuts } = preferences;
  const choose = (change: Partial<Preferences>) => {
    apply({ ...preferences, ...change });
    save.mutate(change, { onError: () => apply(preferences) });
  };
  return (
    <Card className="space-y-4 p-4">
      <TimeZoneField value={timeZone} onChange={(zone) => choose({ timeZone: zone })} />
      <Choice
        label="Clock"
        about={nowMs === 0 ? "" : `Now: ${formatDateTime(nowMs, { timeZone: timeZone ?? undefined, hours })}`}
      >
        <Segmented
          label="Clock"
          value={String(hours)}
          options={[
            { value: "12", label: "12 hours" },
            { value: "24", label: "24 hours" },
          ]}
          onChange={(value) => choose({ hours: value === "24" ? 24 : 12 })}
        />
      </Choice>
      <Choice label="Theme" about="On every device you sign in on.">
        <Segmented label="Theme" value={theme} options={themes} onChange={(value) => choose({ theme: value })} />
      </Choice>
      <Choice label="Keyboard shortcuts" about="Single keys such as g and ?. ⌘K or Ctrl K always opens the palette.">
        <Segmented
          label="Keyboard shortcuts"
          value={shortcuts ? "on" : "off"}
          options={[
            { value: "on", label: "On" },
            { value: "off", label: "Off" },
          ]}
          onChange={(value) => choose({ shortcuts: value === "on" })}
        />
      </Choice>
      <Refusal error={save.error} title="Not saved" />
    </Card>
  );
}

function Choice({
  label,
  about,
  children,
}: {
  readonly label: string;
  readonly about: string;
  readonly children: ReactNode;
}) {
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-1.5">
      <div className="min-w-0 flex-1 basis-52">
        <p className="font-medium text-[13px]">{label}</p>
        <p className="text-muted text-xs tabular-nums">{about}</p>
      </div>
      {children}
    </div>
  );
}
