import { type EnvironmentSnapshot, environmentSnapshotSchema } from "@meridian/routing-config";
import type { SignedSnapshot } from "./control-plane.ts";

/** Whether the control plane signed these bytes. */
export type VerifySnapshot = (payload: Uint8Array, signature: Uint8Array) => boolean;

export type OpenedSnapshot =
  | { readonly kind: "opened"; readonly snapshot: EnvironmentSnapshot }
  | { readonly kind: "refused"; readonly why: string };

/** Reads a snapshot, wherever it came from. Bytes that were not signed are not even parsed. */
export function openSnapshot(signed: SignedSnapshot, verify: VerifySnapshot): OpenedSnapshot {
  if (!verify(signed.payload, signed.signature))
    return { kind: "refused", why: "its signature is not the control plane's" };
  let content: unknown;
  try {
    content = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(signed.payload));
  } catch {
    return { kind: "refused", why: "it is not JSON" };
  }
  const parsed = environmentSnapshotSchema.safeParse(content);
  if (!parsed.success)
    return { kind: "refused", why: "it has a form that this gateway does not know: a newer one may" };
  if (parsed.data.environmentId !== signed.environmentId)
    return { kind: "refused", why: "it belongs to another environment" };
  return { kind: "opened", snapshot: parsed.data };
}
