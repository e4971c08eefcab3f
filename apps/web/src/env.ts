import { z } from "zod";

const schema = z.object({
  DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\//, "must begin with postgres://"),
  MERIDIAN_MASTER_KEY: z.string().regex(/^[0-9a-fA-F]{64}$/, "must be 64 hex digits"),
  NEXTAUTH_SECRET: z.string().min(16, "must have at least 16 characters"),
  NEXTAUTH_URL: z.url({
    protocol: /^https?$/,
    error: "must be the address people open, for example https://meridian.example.com",
  }),
  MERIDIAN_DEMO: z.enum(["0", "1", ""]).optional(),
  WEB_PORT: z.coerce.number().int().min(1).max(65_535).default(3_000),
});

/** What the web app runs with. */
export type WebEnv = {
  readonly databaseUrl: string;
  readonly masterKey: string;
  readonly sessionSecret: string;
  /** The address that people open. */
  readonly url: URL;
  /** People without passwords, on loopback only. */
  readonly demo: boolean;
  readonly port: number;
};

let read: WebEnv | null = null;

/** Reads the environment once, at the first request: a build needs none of it. Throws naming everything that is wrong. */
export function webEnv(): WebEnv {
  if (read !== null) return read;
  const { data, error } = schema.safeParse(process.env);
  if (error) {
    const problems = error.issues.map(({ path, message }) => `${path.join(".")} ${message}`);
    throw new Error(`The web app's environment is not right: ${problems.join("; ")}.`);
  }
  read = {
    databaseUrl: data.DATABASE_URL,
    masterKey: data.MERIDIAN_MASTER_KEY,
    sessionSecret: data.NEXTAUTH_SECRET,
    url: new URL(data.NEXTAUTH_URL),
    demo: data.MERIDIAN_DEMO === "1",
    port: data.WEB_PORT,
  };
  return read;
}

/** Whether the app runs from sources, with the framework's own tools in the page. */
export const isDevelopment = process.env.NODE_ENV === "development";
