import { z } from "zod";
import type { AccountContext } from "../operation-context.ts";
import { parseInput } from "../verb/parse-input.ts";
import { type Preferences, preferencesSchema } from "./preferences.ts";

const { timeZone, hours, theme, shortcuts } = preferencesSchema.shape;

/** Part of the preferences; the rest stays. */
export const setPreferencesInput = z.object({
  timeZone: timeZone.exactOptional(),
  hours: hours.exactOptional(),
  theme: theme.exactOptional(),
  shortcuts: shortcuts.exactOptional(),
});

/**
 * Keeps how a person wants to read Meridian. It concerns nobody else and no workspace, so that no audit log has it.
 * Throws `invalid_input` for a zone that is not known.
 */
export async function setPreferences(call: {
  readonly ctx: AccountContext;
  readonly input: Partial<Preferences>;
}): Promise<Preferences> {
  const { db, userId, clock } = call.ctx;
  const given = parseInput(setPreferencesInput, call.input);
  const changed = { ...given, updatedAt: new Date(clock()) };
  const where = { userId };
  const stored = await db.prisma.userPreferences.upsert({ where, create: { ...where, ...changed }, update: changed });
  return preferencesSchema.parse(stored);
}
