import { Callout } from "./callout.tsx";
import { Worded } from "./worded.tsx";
import { failureOf } from "../trpc/failure.ts";

/** Why the server did not do it, with the id of the request when the fault is its own. */
export function Refusal({ error, title }: { readonly error: unknown; readonly title: string }) {
  if (error === null || error === undefined) return null;
  const { message, requestId, code } = failureOf(error);
  return (
    <Callout tone="bad" role="alert" title={title}>
      <Worded text={message} />
      {requestId !== null && code === "INTERNAL_SERVER_ERROR" && (
        <span className="block font-mono text-muted text-xs">{requestId}</span>
      )}
    </Callout>
  );
}
