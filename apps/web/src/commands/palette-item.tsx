import { Command as Cmdk } from "cmdk";
import type { LucideIcon } from "lucide-react";
import { KeysShown } from "./keys-shown.tsx";

export function PaletteItem({
  id,
  words,
  detail,
  icon: Icon,
  keys,
  onSelect,
}: {
  readonly id: string;
  readonly words: string;
  readonly detail?: string | undefined;
  readonly icon: LucideIcon;
  readonly keys?: string | undefined;
  readonly onSelect: () => void;
}) {
  return (
    <Cmdk.Item
      value={id}
      onSelect={onSelect}
      className="flex min-h-9 cursor-pointer items-center gap-2.5 rounded-md px-2.5 py-1.5 text-[13px] data-[selected=true]:bg-accent data-[selected=true]:text-accent-text"
    >
      <Icon className="size-4 shrink-0 opacity-70" aria-hidden />
      <span className="min-w-0 truncate">{words}</span>
      {detail !== undefined && <span className="min-w-0 truncate text-muted text-xs">{detail}</span>}
      {keys !== undefined && (
        <span className="ml-auto hidden pl-2 sm:block">
          <KeysShown keys={keys} />
        </span>
      )}
    </Cmdk.Item>
  );
}
