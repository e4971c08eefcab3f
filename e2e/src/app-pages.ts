import { globSync } from "node:fs";
import { resolve, sep } from "node:path";
import type { Page } from "@playwright/test";
import { query } from "./api.ts";
import type { Run } from "./product.ts";

/** Where pages are looked at from: a copy, a page signed in to it, and the address of the environment. */
export type Visit = { readonly run: Run; readonly page: Page; readonly base: string };

/** One page of the web app, as the screenshots and the accessibility journey visit it. */
export type AppPage = {
  /** Names its pictures. */
  readonly name: string;
  /** The folder of its page.tsx below apps/web/src/app. */
  readonly route: string;
  /** Visited without a session. */
  readonly signedOut?: boolean;
  readonly address: (visit: Visit) => string | Promise<string>;
};

const environment = "[workspace]/[environment]";
const at =
  (path: string) =>
  ({ base }: Visit): string =>
    `${base}/${path}`;
/** A page whose address is its folder. */
const plain = (path: string): AppPage => ({
  name: path.replaceAll("/", "-"),
  route: `${environment}/${path}`,
  address: at(path),
});

/** Every page that draws something. Those that only send one elsewhere stand in `redirects`. */
export const appPages: readonly AppPage[] = [
  { name: "sign-in", route: "sign-in", signedOut: true, address: ({ run }) => `${run.url}/sign-in` },
  plain("overview"),
  plain("routing"),
  plain("routing/edit"),
  { name: "routing-version", route: `${environment}/routing/[version]`, address: at("routing/1") },
  plain("requests"),
  {
    name: "request",
    route: `${environment}/requests/[id]`,
    address: async (visit) => `${visit.base}/requests/${await newestRequest(visit)}`,
  },
  plain("keys"),
  plain("settings/secrets"),
  plain("settings/overrides"),
  plain("settings/retention"),
  plain("settings/audit-log"),
  plain("help"),
];

/** Pages that draw nothing of their own. */
const redirects = ["", environment, `${environment}/settings`];

/** Routes of the web app that no list here knows: each wants an entry in `appPages`. */
export function unknownRoutes(): string[] {
  const app = resolve(import.meta.dirname, "..", "..", "apps", "web", "src", "app");
  const known = new Set([...redirects, ...appPages.map(({ route }) => route)]);
  return globSync("**/page.tsx", { cwd: app })
    .map((file) => file.split(sep).slice(0, -1).join("/"))
    .filter((route) => !known.has(route))
    .toSorted();
}

async function newestRequest({ page, run }: Visit): Promise<string> {
  const { requests } = await query<{ readonly requests: readonly { readonly id: string }[] }>(
    page,
    run,
    "requests.list",
    { environmentId: run.environmentId, limit: 1, filter: {} },
  );
  const [newest] = requests;
  if (!newest) throw new Error("The demo has sent no request yet.");
  return newest.id;
}
