import { z } from "zod";
import { defaultsSchema } from "./defaults.ts";
import { gatewayKeySchema } from "./gateway-key.ts";
import { name } from "./name.ts";
import { promptSchema } from "./prompt.ts";
import { routeSchema } from "./route.ts";
import { found, problem, read, scalar } from "./scalar.ts";
import { upstreamSchema } from "./upstream.ts";

const language = scalar<1>({
  writtenAs: { description: "Version of this language.", examples: [1], const: 1 },
  standIn: 1,
  read: (input) =>
    input === 1
      ? read(1)
      : problem(
          "invalid_value",
          `must be 1, but is ${found(input)}`,
          "This is the only version of the language: write `language: 1`.",
        ),
});

/** The whole routing document, with durations in milliseconds and shares from 0 to 1. */
export const routingDocumentSchema = z
  .strictObject({
    language,
    defaults: defaultsSchema.optional(),
    upstreams: z.record(name, upstreamSchema).meta({ description: "Places that can serve a model, by name." }),
    routes: z
      .record(name, routeSchema)
      .meta({ description: "Routes by name. The first one that matches a request serves it." }),
    prompts: z.record(name, promptSchema).meta({ description: "Prompt strategies by name." }).optional(),
    gateway_keys: z
      .array(gatewayKeySchema)
      .meta({ description: "Keys of a gateway that runs from a file, without a workspace." })
      .optional(),
  })
  .meta({ title: "Meridian routing document", description: "How LLM traffic is routed." });

/** A routing document that has been read: named as in the text, with durations in milliseconds and shares from 0 to 1. */
export type RoutingDocument = z.output<typeof routingDocumentSchema>;
