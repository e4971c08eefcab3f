import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** The checkout. */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), "..", "..", "..");

/** A file of the checkout, absolute. */
export const inRoot = (...parts) => join(root, ...parts);

/** Type stripping and WebAssembly modules are announced as experimental at every start: said once in the docs instead. */
export const nodeFlags = ["--disable-warning=ExperimentalWarning"];
