import type { Role } from "@meridian/access";
import {
  type AccountUser,
  checkSession,
  createFirstOwner,
  deleteDemo,
  type DeletedDemo,
  endSession,
  getInstallation,
  hasUsers,
  type InvitationPreview,
  openOperations,
  type OperationsOptions,
  previewInvitation,
  type ProviderSignIn,
  type ProviderSignInInput,
  signIn,
  signInAsDemoUser,
  signInWithProvider,
  type SignInSource,
  signUpByInvitation,
  startSession,
} from "@meridian/operations";
import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { createApiContext } from "../api-context.ts";
import { appRouter } from "../app-router.ts";
import { trpc } from "../trpc.ts";
import { boundedRequest } from "./bounded-request.ts";
import { requestIdOf } from "./request-id-of.ts";
import { RecentSessions, type SessionClaim } from "./recent-sessions.ts";

/** Calls in one HTTP request: a screen makes far fewer. */
const maxBatchSize = 50;

/** An error that nobody expected, for the log. Its message may hold anything: it never goes to a browser. */
export type UnexpectedError = { readonly error: Error; readonly path: string; readonly requestId: string | null };

/** One HTTP request that was answered, for the log: what was asked and answered stays out of it. */
export type AnsweredCall = {
  readonly requestId: string;
  /** Names of the procedures, as in the address. */
  readonly path: string;
  readonly method: string;
  readonly status: number;
  readonly userId: string | null;
  readonly durationMs: number;
};

export type ApiServerOptions = OperationsOptions & {
  readonly onUnexpectedError: (about: UnexpectedError) => void;
  readonly onCall?: (call: AnsweredCall) => void;
};

/** The API as a web server needs it: one per process. */
export type ApiServer = {
  /** Answers a tRPC request under `endpoint`, for example `/api/trpc`. */
  readonly handle: (
    request: Request,
    from: { readonly endpoint: string; readonly userId: string | null; readonly sessionId?: string | null },
  ) => Promise<Response>;
  /** Calls procedures without HTTP, for pages that are rendered in the server. Errors are thrown as TRPCError. */
  readonly callerFor: (userId: string | null, sessionId?: string | null) => ReturnType<typeof createCaller>;
  /** null unless email and password are a user's. Throws an OperationError, `too_many_attempts` with when to try again. */
  readonly signIn: (
    credentials: { readonly email: string; readonly password: string },
    address: string | null,
  ) => Promise<AccountUser | null>;
  readonly signInWithProvider: (input: ProviderSignInInput) => Promise<ProviderSignIn>;
  /** Throws an OperationError whose message is for people. */
  readonly signUpByInvitation: (input: SignUpInput) => Promise<AccountUser>;
  readonly previewInvitation: (token: string) => Promise<InvitationPreview>;
  /** @returns the session's id */
  readonly startSession: (input: {
    readonly userId: string;
    readonly provider: string;
    readonly source: SignInSource;
  }) => Promise<string>;
  readonly endSession: (session: SessionClaim) => Promise<void>;
  /** Whether a cookie's session is the user's and goes on, as of 3 s ago at most. */
  readonly isSessionOpen: (session: SessionClaim) => Promise<boolean>;
  /** Whether the demo is there, and not deleted. */
  readonly hasDemo: () => Promise<boolean>;
  /** Throws an OperationError: `not_found` for a workspace of others, `forbidden` for who does not own it, and what the verb says. */
  readonly deleteDemo: (userId: string, input: DeleteDemoInput) => Promise<DeletedDemo>;
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

export type SignUpInput = Parameters<typeof signUpByInvitation>[0]["input"];
export type DeleteDemoInput = Parameters<typeof deleteDemo>[0]["input"];
export type FirstOwnerInput = Parameters<typeof createFirstOwner>[0]["input"];

const createCaller = trpc.createCallerFactory(appRouter);

/** Opens the API. Nothing is connected before the first call. */
export function openApiServer({ onUnexpectedError, onCall, ...options }: ApiServerOptions): ApiServer {
  const operations = openOperations(options);
  const { parts } = operations;
  const sessions = new RecentSessions(
    (input) => checkSession({ parts, input }),
    () => performance.now(),
  );
  return {
    handle: async (request, { endpoint, userId, sessionId = null }) => {
      const requestId = requestIdOf(request);
      const startedMs = performance.now();
      const response = await fetchRequestHandler({
        endpoint,
        req: boundedRequest(request),
        router: appRouter,
        maxBatchSize,
        createContext: () => createApiContext({ operations, userId, sessionId, requestId }),
        onError: ({ error, path, ctx }) => {
          if (error.code !== "INTERNAL_SERVER_ERROR") return;
          onUnexpectedError({ error: error.cause ?? error, path: path ?? "", requestId: ctx?.requestId ?? requestId });
        },
      });
      response.headers.set("x-request-id", requestId);
      const path = new URL(request.url).pathname.slice(endpoint.length + 1, endpoint.length + 201);
      const durationMs = Math.round(performance.now() - startedMs);
      onCall?.({ requestId, path, method: request.method, status: response.status, userId, durationMs });
      return response;
    },
    callerFor: (userId, sessionId = null) => createCaller(createApiContext({ operations, userId, sessionId })),
    signIn: (input, address) => signIn({ parts, input, address }),
    signInWithProvider: (input) => signInWithProvider({ parts, input }),
    signUpByInvitation: (input) => signUpByInvitation({ parts, input }),
    previewInvitation: (token) => previewInvitation({ parts, input: { token } }),
    startSession: (input) => startSession({ parts, input }),
    endSession: async (session) => {
      sessions.forget(session);
      await endSession({ parts, input: session });
    },
    isSessionOpen: (session) => sessions.isOpen(session),
    hasDemo: async () => (await getInstallation({ parts })).demo === "present",
    deleteDemo: async (userId, input) =>
      deleteDemo({ ctx: await operations.inWorkspace(userId, input.workspaceId), input }),
    hasUsers: () => hasUsers({ parts }),
    createFirstOwner: (input) => createFirstOwner({ parts, input }),
    signInAsDemoUser: (role) => signInAsDemoUser({ parts, input: { role } }),
    ping: operations.ping,
    close: operations.close,
  };
}
