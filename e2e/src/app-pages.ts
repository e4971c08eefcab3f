import { globSync } from "node:fs";
import { resolve, sep } from "node:path";
import { expect, type Page } from "@playwright/test";
import { mutate, query } from "./api.ts";
import type { Run } from "./product.ts";

/** Where pages are looked at from: a copy, a page signed in to it, and the address of the environment. */
export type Visit = { readonly run: Run; readonly page: Page; readonly base: string };

/** One page of the web app, as the screenshots and the accessibility journey visit it. */
export type AppPage = {
  /** Names its pictures. */
  readonly name: string;
  /** The folder of its page.tsx below apps/web/src/app; several entries may show one page in several states. */
  readonly route: string;
  /** Visited without a session. */
  readonly signedOut?: boolean;
  readonly address: (visit: Visit) => string | Promise<string>;
};

const environment = "[workspace]/[environment]";
const app = resolve(import.meta.dirname, "..", "..", "apps", "web", "src", "app");

/** Pages whose address has a part that only the running copy knows, or that a session hides. */
const special: readonly AppPage[] = [
  { name: "sign-in", route: "sign-in", signedOut: true, address: ({ run }) => `${run.url}/sign-in` },
  {
    name: "invite",
    route: "invite/[token]",
    signedOut: true,
    address: async ({ run, page }) => `${run.url}/invite/${await newInvitation(page, run)}`,
  },
  {
    name: "wall",
    route: `${environment}/overview`,
    address: ({ base }) => `${base}/overview?wall=1`,
  },
  { name: "overview-year", route: `${environment}/overview`, address: ({ base }) => `${base}/overview?range=1y` },
  { name: "routing-version", route: `${environment}/routing/[version]`, address: ({ base }) => `${base}/routing/1` },
  {
    name: "run",
    route: `${environment}/requests/runs/[by]/[key]`,
    address: async (visit) => `${visit.base}/requests/runs/session/${await newestSession(visit)}`,
  },
  {
    name: "error",
    route: `${environment}/errors/[id]`,
    address: async (visit) => `${visit.base}/errors/${await anInsight(visit)}`,
  },
  {
    name: "request",
    route: `${environment}/requests/[id]`,
    address: async (visit) => `${visit.base}/requests/${(await newestRequest(visit)).id}`,
  },
];

/** Pages that draw nothing of their own, or nothing in a copy with the demo. */
const elsewhere = ["", environment, `${environment}/settings`, "welcome"];

/** Every page that draws something: the special ones, and all others as their folder says. */
export const appPages: readonly AppPage[] = [
  ...special,
  ...routes()
    .filter((route) => route.startsWith(`${environment}/`) && !route.slice(environment.length).includes("["))
    .filter((route) => !elsewhere.includes(route))
    .map((route): AppPage => {
      const path = route.slice(environment.length + 1);
      return { name: path.replaceAll("/", "-"), route, address: ({ base }) => `${base}/${path}` };
    }),
];

/** Pages of the web app that are not visited: each wants an entry in `special`. */
export function unknownRoutes(): string[] {
  const known = new Set([...elsewhere, ...appPages.map(({ route }) => route)]);
  return routes().filter((route) => !known.has(route));
}

function routes(): string[] {
  return globSync("**/page.tsx", { cwd: app })
    .map((file) => file.split(sep).slice(0, -1).join("/"))
    .toSorted();
}

type Line = { readonly id: string };

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
  let id: string | undefined;
  const found = async () => {
    const { insights } = await query<{ readonly insights: readonly { readonly id: string }[] }>(
      page,
      run,
      "errorInsights.list",
      { environmentId: run.environmentId },
    );
    id = insights[0]?.id;
    if (id !== undefined) return true;
    await page.request.post(`${run.gatewayUrl}/chat/completions`, {
      headers: { authorization: `Bearer ${run.gatewayKey}` },
      data: { model: "no-such-model", messages: [{ role: "user", content: "Hello" }] },
    });
    return false;
  };
  await expect.poll(found, { message: "An error is counted", timeout: 30_000 }).toBe(true);
  return id ?? "";
}

async function newestRequest({ page, run }: Visit): Promise<Line> {
  const { requests } = await query<{ readonly requests: readonly Line[] }>(page, run, "requests.list", {
    environmentId: run.environmentId,
    limit: 1,
    filter: {},
  });
  const [newest] = requests;
  if (!newest) throw new Error("The demo has sent no request yet.");
  return newest;
}

/** A link into the demo's workspace; revoked by nobody, and good for nothing but looking at. */
async function newInvitation(page: Page, run: Run): Promise<string> {
  const input = { workspaceId: run.workspaceId, role: "viewer" };
  const reply = await mutate(page, run, "invitations.create", input);
  const { result } = (await reply.json()) as { result: { data: { json: { token: string } } } };
  return result.data.json.token;
}
