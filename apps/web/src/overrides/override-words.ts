import type { Outputs } from "../trpc/outputs.ts";

export type OverrideEntry = Outputs["overrides"]["list"][number];
type Order = OverrideEntry["override"];

/** An order in one phrase: "Drain west-1", "Cap west-1 at 20%", "Force support-chat to west-1". */
export function orderWords(order: Order): string {
  switch (order.kind) {
    case "drain":
      return `Drain ${order.upstream}`;
    case "cap":
      return `Cap ${order.upstream} at ${Math.round(order.maxShare * 100)}%`;
    case "force":
      return `Force ${order.route} to ${order.upstream}`;
  }
}

/** What is left of `ms`, to the second below an hour: "29 min 5 s", "3 h 20 min", "2 days 4 h". */
export function timeLeft(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1_000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${seconds % 60} s`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `${hours} h ${minutes % 60} min`;
  const days = Math.floor(hours / 24);
  return `${days === 1 ? "1 day" : `${days} days`} ${hours % 24} h`;
}
