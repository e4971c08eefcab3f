import { z } from "zod";

/**
 * Names of upstreams, routes and prompts: what model names look like. Only digits are refused, because JavaScript would
 * move such keys to the front and the order of routes has a meaning.
 */
export const namePattern = /^(?!\d+$)[A-Za-z0-9][A-Za-z0-9._:/@+-]{0,127}$/;

/** Said once for every name that does not fit. */
export const nameRule =
  "A name begins with a letter or a digit, is not a number, and has at most 128 letters, digits and `. _ : / @ + -`.";

export const name = z.string().regex(namePattern);
