import type { Role } from "./role.ts";

/** Who acts. Verbs authorise an actor, never a session or a socket. */
export type Actor =
  | {
      readonly kind: "user";
      readonly userId: string;
      readonly name: string;
      readonly workspaceId: string;
      readonly role: Role;
    }
  | { readonly kind: "key"; readonly keyId: string; readonly environmentId: string }
  | { readonly kind: "system"; readonly process: "seed" | "worker" | "cli" };
