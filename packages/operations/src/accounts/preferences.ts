import { z } from "zod";

/** An IANA zone that this runtime knows: every browser that is younger knows it too. */
const timeZone = z
  .string()
  .max(64)
  .regex(/^[A-Za-z]+(?:[/_+-][A-Za-z0-9]+)*$/, "This is no time zone: write it as America/New_York.")
  .refine(isKnownZone, "This is no time zone: write it as America/New_York.");

/** How a person wants to read Meridian, wherever they sign in. */
export const preferencesSchema = z.object({
  /** null: the zone of the browser. */
  timeZone: timeZone.nullable(),
  hours: z.union([z.literal(12), z.literal(24)]),
  theme: z.enum(["light", "dark", "system"]),
  /** Whether single keys such as `g` and `?` do something. */
  shortcuts: z.boolean(),
});
export type Preferences = z.infer<typeof preferencesSchema>;

/** What holds until a person says otherwise. */
export const standardPreferences: Preferences = { timeZone: null, hours: 12, theme: "system", shortcuts: true };

/** What is stored, or what holds without. A zone that is known no more counts as none. */
export function preferencesOf(stored: Readonly<Record<keyof Preferences, unknown>> | null): Preferences {
  if (stored === null) return standardPreferences;
  const { data } = preferencesSchema.safeParse(stored);
  if (data) return data;
  return preferencesSchema.safeParse({ ...stored, timeZone: null }).data ?? standardPreferences;
}

function isKnownZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en-US", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}
