"use client";

import { type Role, roles } from "@meridian/access";
import { RadioGroup } from "radix-ui";
import { roleWords } from "../shell/role-words.ts";
import { useWorkspace } from "../shell/workspace-context.tsx";
import { roleAbout } from "./role-about.ts";

/** One role of those that this person may give: only owners make owners. */
export function RoleChoice({ value, onChange }: { readonly value: Role; readonly onChange: (role: Role) => void }) {
  const { role: own } = useWorkspace();
  return (
    <RadioGroup.Root
      aria-label="Role"
      value={value}
      onValueChange={(next) => {
        const chosen = roles.find((role) => role === next);
        if (chosen) onChange(chosen);
      }}
      className="space-y-1.5"
    >
      {roles
        .filter((role) => role !== "owner" || own === "owner")
        .map((role) => (
          <RadioGroup.Item
            key={role}
            value={role}
            className="flex w-full items-start gap-2.5 rounded-md border border-border px-3 py-2 text-left hover:bg-sunken data-[state=checked]:border-primary data-[state=checked]:bg-accent"
          >
            <span
              className="mt-0.5 grid size-4 shrink-0 place-items-center rounded-full border border-border-strong"
              aria-hidden
            >
              <RadioGroup.Indicator className="size-2 rounded-full bg-primary" />
            </span>
            <span>
              <span className="block font-medium text-[13px]">{roleWords[role]}</span>
              <span className="block text-muted text-xs">{roleAbout[role]}</span>
            </span>
          </RadioGroup.Item>
        ))}
    </RadioGroup.Root>
  );
}
