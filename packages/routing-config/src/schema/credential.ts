import type { CredentialReference } from "@meridian/routing";
import { problem, read, type Reading, scalar } from "./scalar.ts";

const reference = /^\$\{(secret|env)\.([A-Za-z0-9_.-]{1,128})\}$/;

/** A reference to a secret (`${secret.NAME}`) or, in file mode, to an environment variable (`${env.NAME}`). */
export const credential = (description: string) =>
  scalar<CredentialReference>({
    writtenAs: { type: "string", description, examples: ["${secret.OPENAI}"], pattern: reference.source },
    standIn: { from: "secret", name: "" },
    read: (input) =>
      readReference(input) ??
      // The value is never repeated: it may be a real credential.
      problem(
        "literal_credential",
        "must not stand in the document itself",
        'Store the value as a secret and write `"${secret.NAME}"`, where NAME has letters, digits, `_`, `.` and `-`.',
      ),
  });

/** Reads `${secret.NAME}` or `${env.NAME}`; null when the input is anything else. */
export const readReference = (input: unknown): Reading<CredentialReference> | null => {
  const match = typeof input === "string" ? reference.exec(input) : null;
  if (match?.[1] === undefined || match[2] === undefined) return null;
  return read({ from: match[1] === "env" ? "env" : "secret", name: match[2] });
};
