import superjson, { type SuperJSONResult } from "superjson";
import { isPlainJson } from "./is-plain-json.ts";

/**
 * How values travel between browser and server: as superjson. Its search for dates, maps and the like takes 0.3 s for an
 * hour of cells; what is plain JSON anyway, as our answers are, is written in its format without that search.
 */
export const transformer = {
  serialize: (value: unknown): SuperJSONResult => (isPlainJson(value) ? { json: value } : superjson.serialize(value)),
  deserialize: (result: SuperJSONResult): unknown => (result.meta ? superjson.deserialize(result) : result.json),
};
