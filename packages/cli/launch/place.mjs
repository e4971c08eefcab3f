import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** The checkout. */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), "..", "..", "..");

/** A file of the checkout, absolute. */
export const inRoot = (...parts) => join(root, ...parts);
