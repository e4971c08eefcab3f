import type { Role } from "@meridian/access";
import {
  type AccountUser,
  createFirstOwner,
  hasUsers,
  openOperations,
  type OperationsOptions,
  signIn,
  signInAsDemoUser,
} from "@meridian/operations";
import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { createApiContext } from "../api-context.ts";
import { appRouter } from "../app-router.ts";
import { trpc } from "../trpc.ts";
import { boundedRequest } from "./bounded-request.ts";

/** Calls in one HTTP request: a screen makes far fewer. */
const maxBatchSize = 50;

/** An error that nobody expected, for the log. Its message may hold anything: it never goes to a browser. */
export type UnexpectedError = { readonly error: Error; readonly path: string; readonly requestId: string | null };

export type ApiServerOptions = OperationsOptions & { readonly onUnexpectedError: (about: UnexpectedError) => void };

/** The API as a web server needs it: one per process. */
export type ApiServer = {
  /** Answers a tRPC request under `endpoint`, for example `/api/trpc`. */
  readonly handle: (
    request: Request,
    from: { readonly endpoint: string; readonly userId: string | null },
  ) => Promise<Response>;
  /** Calls procedures without HTTP, for pages that are rendered in the server. Errors are thrown as TRPCError. */
  readonly callerFor: (userId: string | null) => ReturnType<typeof createCaller>;
  /** null unless email and password are a user's. */
  readonly signIn: (credentials: { readonly email: string; readonly password: string }) => Promise<AccountUser | null>;
  /** Whether there is anybody yet; until then `createFirstOwner` makes the owner. */
  readonly hasUsers: () => Promise<boolean>;
  /** Throws an OperationError: `conflict` once there is any user, `invalid_input` with what is wrong. */
  readonly createFirstOwner: (input: FirstOwnerInput) => ReturnType<typeof createFirstOwner>;
  /** Only to be offered in demo mode and on loopback, which the caller must know. null without such a user. */
  readonly signInAsDemoUser: (role: Role) => Promise<AccountUser | null>;
  /** Rejects while the database cannot be reached. */
  readonly ping: () => Promise<void>;
  readonly close: () => Promise<void>;
};

export type FirstOwnerInput = Parameters<typeof createFirstOwner>[0]["input"];

const createCaller = trpc.createCallerFactory(appRouter);

/** Opens the API. Nothing is connected before the first call. */
export function openApiServer({ onUnexpectedError, ...options }: ApiServerOptions): ApiServer {
  const operations = openOperations(options);
  const { parts } = operations;
  return {
    handle: (request, { endpoint, userId }) =>
      fetchRequestHandler({
        endpoint,
        req: boundedRequest(request),
        router: appRouter,
        maxBatchSize,
        createContext: () => createApiContext({ operations, userId }),
        onError: ({ error, path, ctx }) => {
          if (error.code !== "INTERNAL_SERVER_ERROR") return;
          onUnexpectedError({ error: error.cause ?? error, path: path ?? "", requestId: ctx?.requestId ?? null });
        },
      }),
    callerFor: (userId) => createCaller(createApiContext({ operations, userId })),
    signIn: (input) => signIn({ parts, input }),
    hasUsers: () => hasUsers({ parts }),
    createFirstOwner: (input) => createFirstOwner({ parts, input }),
    signInAsDemoUser: (role) => signInAsDemoUser({ parts, input: { role } }),
    ping: operations.ping,
    close: operations.close,
  };
}
