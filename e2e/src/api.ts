import type { APIResponse, Page } from "@playwright/test";
import type { Run } from "./product.ts";

/** One procedure called as the browser would, with the session of whoever is signed in on the page. */
export async function query<Answer>(page: Page, run: Run, procedure: string, input: unknown): Promise<Answer> {
  const reply = await page.request.get(
    `${run.url}/api/trpc/${procedure}?input=${encodeURIComponent(JSON.stringify({ json: input }))}`,
  );
  if (!reply.ok()) throw new Error(`${procedure} answered ${reply.status()}: ${await reply.text()}`);
  const { result } = (await reply.json()) as { readonly result: { readonly data: { readonly json: Answer } } };
  return result.data.json;
}

/** A mutation, refusals included: the test reads the status. */
export function mutate(page: Page, run: Run, procedure: string, input: unknown): Promise<APIResponse> {
  return page.request.post(`${run.url}/api/trpc/${procedure}`, { data: { json: input }, headers: { origin: run.url } });
}

type Active = { readonly version: { readonly number: number; readonly yaml: string } };

/** What serves production now. */
export async function activeVersion(page: Page, run: Run): Promise<Active["version"]> {
  const { version } = await query<Active>(page, run, "deployments.active", { environmentId: run.environmentId });
  return version;
}

/** The number that the next version to be published gets: after a rollback it is not the active one's successor. */
export async function nextVersion(page: Page, run: Run): Promise<number> {
  const { workspaceId, environmentId } = run;
  const { versions } = await query<{ readonly versions: readonly { readonly number: number }[] }>(
    page,
    run,
    "routingConfig.versions",
    { workspaceId, environmentId },
  );
  return Math.max(...versions.map(({ number }) => number)) + 1;
}
