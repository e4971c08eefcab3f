"use client";

import { Command } from "cmdk";
import { Check, ChevronsUpDown, Globe } from "lucide-react";
import { Popover } from "radix-ui";
import { useId, useState } from "react";
import { Button } from "../ui/button.tsx";
import { matchingZones, timeZones, zoneWords } from "./time-zones.ts";

/** A list of hundreds is for searching, not for scrolling. */
const shown = 60;

/** Which zone times are in; null is the browser's. Found by typing a city or an offset. */
export function TimeZoneField({
  value,
  onChange,
}: {
  readonly value: string | null;
  readonly onChange: (timeZone: string | null) => void;
}) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const choose = (zone: string | null) => {
    setOpen(false);
    onChange(zone);
  };
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-1.5">
      <div className="min-w-0 flex-1 basis-52">
        <p id={id} className="font-medium text-[13px]">
          Time zone
        </p>
        <p className="text-muted text-xs">Times are shown in it, everywhere, and always say it.</p>
      </div>
      <Popover.Root open={open} onOpenChange={setOpen}>
        <Popover.Trigger asChild>
          <Button aria-labelledby={`${id} ${id}-value`}>
            <Globe className="text-muted" />
            <span id={`${id}-value`}>{value === null ? "The browser’s" : zoneWords(value)}</span>
            <ChevronsUpDown className="size-3.5! text-muted" />
          </Button>
        </Popover.Trigger>
        <Popover.Portal>
          <Popover.Content
            align="end"
            sideOffset={6}
            collisionPadding={12}
            className="z-50 w-80 max-w-[calc(100vw-1.5rem)] overflow-hidden rounded-lg border border-border bg-raised shadow-raised"
          >
            <ZoneList value={value} onChoose={choose} />
          </Popover.Content>
        </Popover.Portal>
      </Popover.Root>
    </div>
  );
}

function ZoneList({
  value,
  onChoose,
}: {
  readonly value: string | null;
  readonly onChoose: (zone: string | null) => void;
}) {
  const [typed, setTyped] = useState("");
  const [zones] = useState(() => timeZones(Date.now()));
  const found = matchingZones(zones, typed);
  const own = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  const item =
    "flex cursor-pointer items-center gap-2 rounded-md px-2.5 py-1.5 text-[13px] data-[selected=true]:bg-accent data-[selected=true]:text-accent-text";
  return (
    <Command label="Time zones" shouldFilter={false} loop>
      <Command.Input
        value={typed}
        onValueChange={setTyped}
        placeholder="City or offset"
        className="h-10 w-full border-border border-b bg-transparent px-3.5 text-[13px] outline-none placeholder:text-muted"
      />
      <Command.List className="max-h-72 overflow-y-auto p-1.5" label="Time zones">
        {typed.trim() === "" && (
          <Command.Item value="browser" className={item} onSelect={() => onChoose(null)}>
            The browser’s <span className="text-muted text-xs">now {zoneWords(own)}</span>
            {value === null && <Check className="ml-auto size-4" aria-label="Now" />}
          </Command.Item>
        )}
        {found.slice(0, shown).map(({ name, offset }) => (
          <Command.Item key={name} value={name} className={item} onSelect={() => onChoose(name)}>
            {zoneWords(name)} <span className="text-muted text-xs">{offset}</span>
            {value === name && <Check className="ml-auto size-4" aria-label="Now" />}
          </Command.Item>
        ))}
        {found.length === 0 && (
          <p className="px-3 py-6 text-center text-[13px] text-muted" role="status">
            No zone is called like that.
          </p>
        )}
        {found.length > shown && (
          <p className="px-2.5 py-1.5 text-muted text-xs">{found.length - shown} more: type to find them.</p>
        )}
      </Command.List>
    </Command>
  );
}
