import { z } from "zod";

/** An address whose traffic nobody on the way can read or change; this very machine needs no TLS for that. */
const safeUrl = z.url({ protocol: /^https?$/ }).refine((text) => {
  const { protocol, hostname } = new URL(text);
  return protocol === "https:" || hostname === "localhost" || hostname === "[::1]" || /^127(\.\d+){3}$/.test(hostname);
}, "must be an https address, or one of this machine");

const text = z.string().min(1).max(2_000);

const schema = z
  .object({
    DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\//, "must begin with postgres://"),
    MERIDIAN_MASTER_KEY: z.string().regex(/^[0-9a-fA-F]{64}$/, "must be 64 hex digits"),
    NEXTAUTH_SECRET: z.string().min(16, "must have at least 16 characters"),
    NEXTAUTH_URL: z.url({
      protocol: /^https?$/,
      error: "must be the address people open, for example https://meridian.example.com",
    }),
    MERIDIAN_DEMO: z.enum(["0", "1"]).optional(),
    WEB_LOOPBACK: z.enum(["0", "1"]).optional(),
    MERIDIAN_SETUP_CODE: z.string().min(12, "must have at least 12 characters").optional(),
    ALLOW_PRIVATE_UPSTREAMS: z.enum(["true", "false", "1", "0"], "must be true or false").optional(),
    WEB_PORT: z.coerce.number().int().min(1).max(65_535).default(3_000),
    GITHUB_CLIENT_ID: text.optional(),
    GITHUB_CLIENT_SECRET: text.optional(),
    /** Another one for a GitHub Enterprise Server. */
    GITHUB_URL: safeUrl.default("https://github.com"),
    GOOGLE_CLIENT_ID: text.optional(),
    GOOGLE_CLIENT_SECRET: text.optional(),
    OIDC_ISSUER: safeUrl.optional(),
    OIDC_CLIENT_ID: text.optional(),
    OIDC_CLIENT_SECRET: text.optional(),
    /** What the button says: "Continue with …". */
    OIDC_NAME: z.string().trim().min(1).max(40).default("single sign-on"),
    SIGN_UP_EMAIL_DOMAINS: z
      .string()
      .default("")
      .transform((list) =>
        list
          .toLowerCase()
          .split(/[\s,]+/)
          .filter(Boolean),
      )
      .pipe(z.array(z.string().regex(/^([a-z0-9-]+\.)+[a-z]{2,}$/, "must be domains, for example acme.com, acme.org"))),
    SMTP_URL: z.string().optional(),
    MAIL_FROM: z.string().optional(),
  })
  .superRefine((read, context) => {
    for (const together of [
      ["GITHUB_CLIENT_ID", "GITHUB_CLIENT_SECRET"],
      ["GOOGLE_CLIENT_ID", "GOOGLE_CLIENT_SECRET"],
      ["OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET"],
      ["SMTP_URL", "MAIL_FROM"],
    ] as const) {
      const missing = together.filter((name) => read[name] === undefined);
      if (missing.length === 0 || missing.length === together.length) continue;
      const given = together.find((name) => read[name] !== undefined) ?? "";
      for (const name of missing)
        context.addIssue({ code: "custom", path: [name], message: `is wanted with ${given}` });
    }
  });

type ClientEnv = { readonly clientId: string; readonly clientSecret: string };

/** Where people may sign in beside here; null: not configured. */
export type ProviderEnv = {
  readonly github: (ClientEnv & { readonly url: string }) | null;
  readonly google: ClientEnv | null;
  readonly oidc: (ClientEnv & { readonly issuer: string; readonly name: string }) | null;
};

/** What the web app runs with. */
export type WebEnv = {
  readonly databaseUrl: string;
  readonly masterKey: string;
  readonly sessionSecret: string;
  /** The address that people open. */
  readonly url: URL;
  /** People without passwords, on loopback only. */
  readonly demo: boolean;
  /** Whoever starts the app says so when it listens on loopback alone; what a request says of itself proves nothing. */
  readonly loopbackOnly: boolean;
  /** What the first account is made with from another machine; null: it is not. */
  readonly setupCode: string | null;
  /** Whether upstreams on loopback and private addresses may be tried and looked for. */
  readonly allowPrivateUpstreams: boolean;
  readonly port: number;
  readonly providers: ProviderEnv;
  /** Whoever has an address at one of these may make an account; lower case. */
  readonly signUpDomains: readonly string[];
  /** Whether the worker can send mail. */
  readonly mail: boolean;
};

let read: WebEnv | null = null;

/** Reads the environment once, at the first request: a build needs none of it. Throws naming everything that is wrong. */
export function webEnv(): WebEnv {
  read ??= readWebEnv(process.env);
  return read;
}

/** Exported for its test. An empty variable is one that was not set: compose files and shells write them so. */
export function readWebEnv(environment: Readonly<Record<string, string | undefined>>): WebEnv {
  const set = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ""),
  );
  const { data, error } = schema.safeParse(set);
  if (error) {
    const problems = error.issues.map(({ path, message }) => `${path.join(".")} ${message}`);
    throw new Error(`The web app's environment is not right: ${problems.join("; ")}.`);
  }
  const client = (id: string | undefined, secret: string | undefined): ClientEnv | null =>
    id === undefined || secret === undefined ? null : { clientId: id, clientSecret: secret };
  const github = client(data.GITHUB_CLIENT_ID, data.GITHUB_CLIENT_SECRET);
  const oidc = client(data.OIDC_CLIENT_ID, data.OIDC_CLIENT_SECRET);
  const issuer = data.OIDC_ISSUER;
  return {
    databaseUrl: data.DATABASE_URL,
    masterKey: data.MERIDIAN_MASTER_KEY,
    sessionSecret: data.NEXTAUTH_SECRET,
    url: new URL(data.NEXTAUTH_URL),
    demo: data.MERIDIAN_DEMO === "1",
    loopbackOnly: data.WEB_LOOPBACK === "1",
    setupCode: data.MERIDIAN_SETUP_CODE ?? null,
    allowPrivateUpstreams: data.ALLOW_PRIVATE_UPSTREAMS === "true" || data.ALLOW_PRIVATE_UPSTREAMS === "1",
    port: data.WEB_PORT,
    providers: {
      github: github && { ...github, url: data.GITHUB_URL.replace(/\/$/, "") },
      google: client(data.GOOGLE_CLIENT_ID, data.GOOGLE_CLIENT_SECRET),
      oidc: oidc && issuer !== undefined ? { ...oidc, issuer, name: data.OIDC_NAME } : null,
    },
    signUpDomains: data.SIGN_UP_EMAIL_DOMAINS,
    mail: data.SMTP_URL !== undefined,
  };
}

/** Whether the app runs from sources, with the framework's own tools in the page. */
export const isDevelopment = process.env.NODE_ENV === "development";
