import { globSync } from "node:fs";
import { resolve, sep } from "node:path";
import type { Page } from "@playwright/test";
import { mutate, query } from "./api.ts";
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
  { name: "runs", route: `${environment}/requests/runs`, address: at("requests/runs?by=session") },
  {
    name: "run",
    route: `${environment}/requests/runs/[by]/[key]`,
    address: async (visit) => `${visit.base}/requests/runs/session/${await newestSession(visit)}`,
  },
  plain("errors"),
  {
    name: "error",
    route: `${environment}/errors/[id]`,
    address: async (visit) => `${visit.base}/errors/${await anInsight(visit)}`,
  },
  plain("keys"),
  plain("settings/secrets"),
  plain("settings/overrides"),
  plain("settings/retention"),
  plain("settings/audit-log"),
  ...["members", "invitations", "roles", "environments", "workspace", "profile", "sessions"].map((page) =>
    plain(`settings/${page}`),
  ),
  {
    name: "invite",
    route: "invite/[token]",
    signedOut: true,
    address: async ({ run, page }) => `${run.url}/invite/${await newInvitation(page, run)}`,
  },
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

async function newestSession({ page, run }: Visit): Promise<string> {
  const { runs } = await query<{ readonly runs: readonly { readonly key: string }[] }>(page, run, "requests.runs", {
    environmentId: run.environmentId,
    by: "session",
    limit: 1,
  });
  const [newest] = runs;
  if (!newest) throw new Error("The demo has sent no session yet.");
  return newest.key;
}

/** Any insight; makes one when nothing has gone wrong yet, by asking for a model that there is not. */
async function anInsight({ page, run }: Visit): Promise<string> {
  for (const deadline = Date.now() + 30_000; Date.now() < deadline; ) {
    const { insights } = await query<{ readonly insights: readonly { readonly id: string }[] }>(
      page,
      run,
      "errorInsights.list",
      { environmentId: run.environmentId },
    );
    const [first] = insights;
    if (first) return first.id;
    await page.request.post(`${run.gatewayUrl}/chat/completions`, {
      headers: { authorization: `Bearer ${run.gatewayKey}` },
      data: { model: "no-such-model", messages: [{ role: "user", content: "Hello" }] },
    });
    await page.waitForTimeout(1_000);
  }
  throw new Error("No error was counted within 30 s.");
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

/** A link into the demo's workspace; revoked by nobody, and good for nothing but looking at. */
async function newInvitation(page: Page, run: Run): Promise<string> {
  const input = { workspaceId: run.workspaceId, role: "viewer" };
  const reply = await mutate(page, run, "invitations.create", input);
  const { result } = (await reply.json()) as { result: { data: { json: { token: string } } } };
  return result.data.json.token;
}
