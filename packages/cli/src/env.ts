import { z } from "zod";

const trafficEnvSchema = z.object({
  /** Base URL of the gateway's API, ending in `/v1`. */
  GATEWAY_URL: z.url({ protocol: /^https?$/ }),
  GATEWAY_KEY: z.string().min(1),
  DEMO_REQUESTS_PER_SECOND: z.coerce.number().positive().max(1000).default(5),
});

export type TrafficEnv = z.infer<typeof trafficEnvSchema>;

/** The environment of the demo traffic's process; throws one error that names every problem. */
export function readTrafficEnv(env: NodeJS.ProcessEnv = process.env): TrafficEnv {
  const { success, data, error } = trafficEnvSchema.safeParse(env);
  if (success) return data;
  throw new Error(error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("\n"));
}
