"use client";

import { useState } from "react";
import { roleWords } from "../shell/role-words.ts";
import { useCan, useWorkspace } from "../shell/workspace-context.tsx";
import { Badge } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import { Table, Td, Th, Tr } from "../ui/table.tsx";
import { Age, Time } from "../ui/time.tsx";
import { ChangeRoleDialog } from "./change-role-dialog.tsx";
import { LeaveDialog } from "./leave-dialog.tsx";
import type { Member } from "./member.ts";
import { RemoveMemberDialog } from "./remove-member-dialog.tsx";

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
            <Th className="hidden sm:table-cell">Role</Th>
            <Th className="hidden md:table-cell">Last seen</Th>
            <Th className="hidden xl:table-cell">Joined</Th>
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
                  <span className="flex flex-wrap items-center gap-1.5 font-medium">
                    {member.name} {self && <Badge>You</Badge>}
                  </span>
                  <span className="block break-all text-muted text-xs">{member.email}</span>
                  <span className="block text-xs sm:hidden">{roleWords[member.role]}</span>
                </Td>
                <Td className="hidden whitespace-nowrap sm:table-cell">{roleWords[member.role]}</Td>
                <Td className="hidden whitespace-nowrap text-muted md:table-cell">
                  {member.lastSeenAtMs === null ? "never" : <Age atMs={member.lastSeenAtMs} />}
                </Td>
                <Td className="hidden whitespace-nowrap text-muted xl:table-cell">
                  <Time atMs={member.joinedAtMs} />
                </Td>
                <Td>
                  <span className="flex flex-col items-end justify-end gap-1.5 sm:flex-row">
                    {may && (
                      <Button
                        size="sm"
                        aria-label={`Change role of ${member.name}`}
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
                  </span>
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
