import { z } from "zod";
import { demoFleet } from "./demo/demo-fleet.ts";

const port = z.int().min(0).max(65_535);

const fleetEnvSchema = z.object({
  /** Comma-separated, in the fleet's order; 0 takes a free port. */
  DEMO_FLEET_PORTS: z
    .string()
    .transform((text) => text.split(",").map(Number))
    .pipe(z.array(port).length(demoFleet.length, `must be ${demoFleet.length} ports, as in 4101,4102,4103`)),
  /** The key that the engines ask for. */
  DEMO_FLEET_KEY: z.string().min(1),
  /** `off`: nothing goes wrong by itself. */
  DEMO_FLEET_SCRIPT: z.enum(["on", "off"]).default("on"),
});

/** The environment of the demo fleet's process; throws one error that names every problem. */
export function readFleetEnv(env: NodeJS.ProcessEnv = process.env): z.infer<typeof fleetEnvSchema> {
  const { success, data, error } = fleetEnvSchema.safeParse(env);
  if (success) return data;
  throw new Error(error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("\n"));
}
