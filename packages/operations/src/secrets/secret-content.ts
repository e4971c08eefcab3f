import { z } from "zod";
import { allowedHost } from "./allowed-host.ts";

/** What people say about a secret. */
export const secretContent = {
  /** As in `${secret.NAME}`. */
  name: z.string().regex(/^[A-Za-z0-9_.-]{1,128}$/, "A name has letters, digits, `_`, `.` and `-`."),
  value: z
    .string()
    .max(8_192)
    .refine(
      (value) => value.startsWith("{") || /^[\x21-\x7e]+$/.test(value),
      "A credential has visible ASCII characters only, without spaces and line ends, unless it is a JSON key.",
    )
    .refine((value) => !value.startsWith("{") || isWholeKey(value), {
      message: "This JSON key is not whole: copy all of its file, from the first brace to the last.",
    }),
  allowedHosts: z
    .array(allowedHost)
    .min(1, "Name at least one host that the secret may be sent to.")
    .max(50)
    .transform((hosts) => [...new Set(hosts)]),
};

/** Google gives out the keys of service accounts as JSON. What else comes as JSON is its own affair. */
function isWholeKey(value: string): boolean {
  try {
    const key: unknown = JSON.parse(value);
    if (typeof key !== "object" || key === null) return false;
    const { type, client_email: email, private_key: pem } = key as Readonly<Record<string, unknown>>;
    return type !== "service_account" || (typeof email === "string" && typeof pem === "string");
  } catch {
    return false;
  }
}
