import { z } from "zod";

const answer = z.object({ message: z.string().nullable() });

/** Asks the app for one of the few things that stand outside its API. @returns why not, in words; null when it was done */
export async function askPlainly(
  path: "/api/first-owner" | "/api/delete-demo",
  asked: Readonly<Record<string, unknown>>,
): Promise<string | null> {
  try {
    const reply = await fetch(path, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(asked),
    });
    const { data } = answer.safeParse(await reply.json());
    if (reply.ok) return null;
    return data?.message ?? "Meridian could not do this right now. Try again in a moment.";
  } catch {
    return "Meridian does not answer. Is it running?";
  }
}
