import { z } from "zod";

/** How a workspace is called: free text of one line. */
export const workspaceName = z
  .string()
  .trim()
  .min(1, "A workspace's name has 1 to 64 characters.")
  .max(64, "A workspace's name has 1 to 64 characters.")
  .regex(/^[^\p{C}\p{Zl}\p{Zp}]+$/u, "A workspace's name has letters, digits, signs and spaces.");

/** How an environment is called. It stands in addresses and in front of the fleet, so it is plain. */
export const environmentName = z
  .string()
  .trim()
  .regex(
    /^[a-z][a-z0-9-]{0,30}[a-z0-9]$/,
    "An environment's name has 2 to 32 lower-case letters, digits and hyphens, and begins with a letter.",
  );

/** First parts of addresses that are the app's own. */
const taken: ReadonlySet<string> = new Set([
  "api",
  "invite",
  "new-workspace",
  "profile",
  "settings",
  "setup",
  "sign-in",
  "sign-up",
  "welcome",
]);

/** A workspace's part of every address, made of its name: "Acme Health, Inc." is `acme-health-inc`. */
export function slugOf(name: string): string {
  const plain = name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/\p{M}+/gu, "")
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 40)
    .replace(/^-+|-+$/g, "");
  return plain === "" || taken.has(plain) ? `workspace${plain === "" ? "" : `-${plain}`}` : plain;
}

/** The first of `slug`, `slug-2`, `slug-3` … that nobody has. */
export function freeSlug(slug: string, used: ReadonlySet<string>): string {
  if (!used.has(slug)) return slug;
  let number = 2;
  while (used.has(`${slug}-${number}`)) number += 1;
  return `${slug}-${number}`;
}
