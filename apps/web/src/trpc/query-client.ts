import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { failureOf } from "./failure.ts";

/** Answers that asking again does not change. */
const final = new Set(["BAD_REQUEST", "UNAUTHORIZED", "FORBIDDEN", "NOT_FOUND", "CONFLICT", "UNPROCESSABLE_CONTENT"]);

export type QueryClientEvents = {
  /** The session is over. */
  readonly onSignedOut: () => void;
  /** A call ended: with an answer of the server, a refusal too, or with none. */
  readonly onEnd: (answered: boolean) => void;
};

export function createQueryClient({ onSignedOut, onEnd }: QueryClientEvents): QueryClient {
  const onError = (error: unknown) => {
    const { code } = failureOf(error);
    if (code === "UNAUTHORIZED") onSignedOut();
    if (code !== "UNKNOWN") onEnd(code !== "UNREACHABLE");
  };
  const onSuccess = () => onEnd(true);
  return new QueryClient({
    queryCache: new QueryCache({ onError, onSuccess }),
    mutationCache: new MutationCache({ onError, onSuccess }),
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        refetchOnWindowFocus: true,
        retry: (failures, error) => failures < 2 && !final.has(failureOf(error).code),
        retryDelay: (attempt) => Math.min(4_000, 500 * 2 ** attempt),
      },
    },
  });
}
