import { z } from "zod";

const mostModels = 2_000;

// What a model may be called in a routing document; a list of anything else is no list of models.
const entry = z.object({
  id: z
    .string()
    .min(1)
    .max(256)
    .regex(/^[^\p{C}]+$/u),
  owned_by: z.string().max(256).catch(""),
});
const list = z.union([z.object({ data: z.array(z.unknown()) }).transform(({ data }) => data), z.array(z.unknown())]);

export type ListedModel = { readonly id: string; readonly ownedBy: string };

/**
 * The models in an answer to `GET /v1/models`: OpenAI's form, or the bare list that Together sends. null when it is no such
 * answer. Entries that name nothing usable are left out; of more than 2,000 the rest is.
 */
export function readModelList(text: string): readonly ListedModel[] | null {
  const { data: entries } = list.safeParse(parseJson(text));
  if (entries === undefined) return null;
  const models = entries.slice(0, mostModels).flatMap((given) => {
    const { data } = entry.safeParse(given);
    return data ? [{ id: data.id, ownedBy: data.owned_by }] : [];
  });
  return models.length === 0 && entries.length > 0 ? null : models;
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
