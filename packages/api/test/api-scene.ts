import { openTestOperations, type TestOperations, testMasterKey } from "@meridian/operations/testing";
import { appRouter } from "../src/app-router.ts";
import { type ApiServer, openApiServer, type UnexpectedError } from "../src/server/open-api-server.ts";

/** What a call over HTTP came to. */
export type Answer = {
  readonly status: number;
  /** The body as it travelled. */
  readonly text: string;
  /** What the procedure answered; undefined for an error. */
  readonly data: unknown;
  readonly error: { readonly message: string; readonly data: Readonly<Record<string, unknown>> } | null;
};

export type ApiScene = TestOperations & {
  readonly server: ApiServer;
  readonly unexpected: UnexpectedError[];
  /** Calls a procedure as a browser would. */
  readonly call: (path: string, userId: string | null, input: unknown) => Promise<Answer>;
};

type ProcedureLike = { readonly _def: { readonly type: "query" | "mutation" | "subscription" } };

/** Every procedure there is, by path. */
export const procedures = appRouter._def.procedures as unknown as Readonly<Record<string, ProcedureLike>>;

/** The API on a database of its own. */
export async function openApiScene(): Promise<ApiScene> {
  const test = await openTestOperations();
  const unexpected: UnexpectedError[] = [];
  const server = openApiServer({
    databaseUrl: test.databaseUrl,
    masterKey: testMasterKey,
    clock: () => test.world.nowMs,
    poolMax: 5,
    onUnexpectedError: (about) => unexpected.push(about),
  });
  return {
    ...test,
    server,
    unexpected,
    call: (path, userId, input) => callOverHttp(server, path, userId, input),
    close: async () => {
      await server.close();
      await test.close();
    },
  };
}

/** Calls a procedure with the method its kind wants. */
export async function callOverHttp(
  server: ApiServer,
  path: string,
  userId: string | null,
  input: unknown,
): Promise<Answer> {
  const url = new URL(`http://localhost/api/trpc/${path}`);
  const json = JSON.stringify({ json: input });
  const mutates = procedures[path]?._def.type === "mutation";
  if (!mutates) url.searchParams.set("input", json);
  const init = mutates ? { method: "POST", body: json, headers: { "content-type": "application/json" } } : {};
  const response = await server.handle(new Request(url, init), { endpoint: "/api/trpc", userId });
  const text = await response.text();
  const body = JSON.parse(text) as { result?: { data: { json: unknown } }; error?: { json: Answer["error"] } };
  return { status: response.status, text, data: body.result?.data.json, error: body.error?.json ?? null };
}
