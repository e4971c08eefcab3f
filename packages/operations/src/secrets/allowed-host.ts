import { z } from "zod";

const label = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";
const hostName = new RegExp(`^(\\*\\.)?${label}(\\.${label})*$`);

/** A host that a secret may be sent to: exact, or `*.example.com` for all below example.com. Without scheme and port. */
export const allowedHost = z
  .string()
  .trim()
  .toLowerCase()
  .max(253)
  .refine(
    (host) => hostName.test(host) || z.ipv6().safeParse(host).success,
    "Write a host such as `api.openai.com` or `*.openai.azure.com`, without scheme, port and path.",
  )
  // `*.com` would let the secret go nearly anywhere.
  .refine(
    (host) => !host.startsWith("*.") || host.split(".").length > 2,
    "A pattern must name at least two levels: `*.example.com`.",
  );
