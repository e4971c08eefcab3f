import { z } from "zod";

/** A password that somebody chooses. Length is what counts; nothing else is asked for. */
export const newPassword = z
  .string()
  .min(10, "A password has at least 10 characters.")
  .max(1_024, "A password has at most 1,024 characters.");

/** How a person is called. */
export const personName = z
  .string()
  .trim()
  .min(1, "A name has 1 to 80 characters.")
  .max(80, "A name has 1 to 80 characters.")
  // Control and direction characters would let a name write over what stands beside it.
  .regex(/^[^\p{C}\p{Zl}\p{Zp}]+$/u, "A name has letters, digits, signs and spaces.");

/** An address, as it is compared and stored: lower case, without space around it. */
export const emailAddress = z
  .string()
  .trim()
  .toLowerCase()
  .max(254, "An email address has at most 254 characters.")
  .pipe(z.email("This is no email address."));
