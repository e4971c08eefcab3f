"use client";

import { useState } from "react";
import { roleWords } from "../shell/role-words.ts";
import { useCan, useWorkspace } from "../shell/workspace-context.tsx";
import type { Outputs } from "../trpc/outputs.ts";
import { Badge } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import { Table, Td, Th, Tr } from "../ui/table.tsx";
import { Age, Time } from "../ui/time.tsx";
import { ChangeRoleDialog } from "./change-role-dialog.tsx";
import { LeaveDialog } from "./leave-dialog.tsx";
import { RemoveMemberDialog } from "./remove-member-dialog.tsx";

export type Member = Outputs["members"]["list"][number];
type Open = { readonly what: "role" | "remove" | "leave"; readonly member: Member };

export function MemberTable({ members }: { readonly members: readonly Member[] }) {
  const { user, role: own } = useWorkspace();
  const mayWrite = useCan("members:write");
  const [open, setOpen] = useState<Open | null>(null);
  const close = () => setOpen(null);
  return (
    <>
      <Table label="Members">
        <thead>
          <tr>
            <Th>Name</Th>
            <Th>Role</Th>
            <Th>Last seen</Th>
            <Th>Joined</Th>
            <Th>
              <span className="sr-only">Actions</span>
            </Th>
          </tr>
        </thead>
        <tbody>
          {members.map((member) => {
            const self = member.userId === user.id;
            const may = mayWrite && (member.role !== "owner" || own === "owner");
            return (
              <Tr key={member.userId}>
                <Td>
                  <span className="flex items-center gap-1.5 whitespace-nowrap font-medium">
                    {member.name} {self && <Badge>You</Badge>}
                  </span>
                  <span className="block text-muted text-xs">{member.email}</span>
                </Td>
                <Td className="whitespace-nowrap">{roleWords[member.role]}</Td>
                <Td className="whitespace-nowrap text-muted">
                  {member.lastSeenAtMs === null ? "never" : <Age atMs={member.lastSeenAtMs} />}
                </Td>
                <Td className="whitespace-nowrap text-muted">
                  <Time atMs={member.joinedAtMs} />
                </Td>
                <Td className="space-x-1.5 whitespace-nowrap text-right">
                  {may && (
                    <Button
                      size="sm"
                      aria-label={`Change the role of ${member.name}`}
                      onClick={() => setOpen({ what: "role", member })}
                    >
                      Change role
                    </Button>
                  )}
                  {self && (
                    <Button size="sm" onClick={() => setOpen({ what: "leave", member })}>
                      Leave
                    </Button>
                  )}
                  {may && !self && (
                    <Button
                      size="sm"
                      aria-label={`Remove ${member.name}`}
                      onClick={() => setOpen({ what: "remove", member })}
                    >
                      Remove
                    </Button>
                  )}
                </Td>
              </Tr>
            );
          })}
        </tbody>
      </Table>
      {open?.what === "role" && <ChangeRoleDialog member={open.member} onClose={close} />}
      {open?.what === "remove" && <RemoveMemberDialog member={open.member} onClose={close} />}
      {open?.what === "leave" && <LeaveDialog onClose={close} />}
    </>
  );
}
