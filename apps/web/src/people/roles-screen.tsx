"use client";

import { can, roles, type Scope, scopes } from "@meridian/access";
import { Check, Minus } from "lucide-react";
import { PageHeader } from "../shell/page-header.tsx";
import { roleWords } from "../shell/role-words.ts";
import { useWorkspace } from "../shell/workspace-context.tsx";
import { Badge } from "../ui/badge.tsx";
import { Card } from "../ui/card.tsx";
import { Table, Td, Th, Tr } from "../ui/table.tsx";
import { roleAbout } from "./role-about.ts";
import { scopeWords } from "./scope-words.ts";

/** What each role may do: the very table that the server decides by. */
export function RolesScreen() {
  const { role: own } = useWorkspace();
  return (
    <>
      <PageHeader title="Roles" about="What each role may do. The server decides by this very table, at every call." />
      <div className="space-y-3">
        <Card className="divide-y divide-border">
          {roles.map((role) => (
            <div key={role} className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5 px-4 py-2.5">
              <p className="w-36 shrink-0 font-medium text-[13px]">
                {roleWords[role]} {role === own && <Badge className="ml-1">You</Badge>}
              </p>
              <p className="min-w-0 flex-1 basis-60 text-[13px] text-muted">{roleAbout[role]}</p>
            </div>
          ))}
        </Card>
        <Card>
          <Table label="Permissions of each role">
            <thead>
              <tr>
                <Th>Permission</Th>
                {roles.map((role) => (
                  <Th key={role} className="whitespace-normal text-center sm:whitespace-nowrap">
                    {roleWords[role]}
                  </Th>
                ))}
              </tr>
            </thead>
            <tbody>
              {scopes.map((scope) => (
                <Permission key={scope} scope={scope} />
              ))}
            </tbody>
          </Table>
        </Card>
        <p className="text-muted text-xs">
          Three rules stand above the table: a workspace always has an owner, only owners make, change and remove
          owners, and nobody raises their own role.
        </p>
      </div>
    </>
  );
}

function Permission({ scope }: { readonly scope: Scope }) {
  return (
    <Tr>
      <th scope="row" className="px-2 py-1.5 pl-4 text-left font-normal sm:whitespace-nowrap">
        {scopeWords(scope)} <code className="ml-1 hidden font-mono text-muted text-xs sm:inline">{scope}</code>
      </th>
      {roles.map((role) => (
        <Td key={role} className="text-center">
          {can(role, scope) ? (
            <span className="inline-flex items-center gap-1 text-good">
              <Check className="size-4" aria-hidden /> <span className="sr-only text-xs sm:not-sr-only">Yes</span>
            </span>
          ) : (
            <span className="inline-flex items-center gap-1 text-muted">
              <Minus className="size-4" aria-hidden /> <span className="sr-only text-xs sm:not-sr-only">No</span>
            </span>
          )}
        </Td>
      ))}
    </Tr>
  );
}
