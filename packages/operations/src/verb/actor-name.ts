import type { Actor } from "@meridian/access";

/** How an actor is called in history and audit. */
export function actorName(actor: Actor): string {
  switch (actor.kind) {
    case "user":
      return actor.name;
    case "key":
      return `Gateway key ${actor.keyId}`;
    case "system":
      return `Meridian (${actor.process})`;
  }
}

/** The user behind an actor; null when there is none. */
export function actorUserId(actor: Actor): string | null {
  return actor.kind === "user" ? actor.userId : null;
}
