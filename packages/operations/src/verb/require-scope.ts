import { type Actor, can, type Scope } from "@meridian/access";
import { OperationError } from "../errors.ts";

/** Throws `forbidden` unless the actor may do this in the workspace. */
export function requireScope(actor: Actor, workspaceId: string, scope: Scope): void {
  if (permits(actor, workspaceId, scope)) return;
  const who = actor.kind === "user" ? `the role ${actor.role.replace("_", " ")}` : `a ${actor.kind}`;
  throw new OperationError("forbidden", `This needs the permission ${scope}, which ${who} does not have.`);
}

function permits(actor: Actor, workspaceId: string, scope: Scope): boolean {
  switch (actor.kind) {
    case "user":
      return actor.workspaceId === workspaceId && can(actor.role, scope);
    case "system":
      return true;
    // Gateway keys call models; they do not work in the workspace.
    case "key":
      return false;
  }
}
