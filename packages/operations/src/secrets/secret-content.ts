import { z } from "zod";
import { allowedHost } from "./allowed-host.ts";

/** What people say about a secret. */
export const secretContent = {
  /** As in `${secret.NAME}`. */
  name: z.string().regex(/^[A-Za-z0-9_.-]{1,128}$/, "A name has letters, digits, `_`, `.` and `-`."),
  value: z
    .string()
    .max(8_192)
    .regex(/^[\x21-\x7e]+$/, "A credential has visible ASCII characters only, without spaces and line ends."),
  allowedHosts: z
    .array(allowedHost)
    .min(1, "Name at least one host that the secret may be sent to.")
    .max(50)
    .transform((hosts) => [...new Set(hosts)]),
};
