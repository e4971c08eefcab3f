import { createHmac, timingSafeEqual } from "node:crypto";
import type { LiveTicketClaims } from "@meridian/access";
import { deriveKey } from "./derive-key.ts";
import { createLiveTicketSigner, type TicketCheck } from "./live-ticket-signer.ts";
import { createSealer } from "./sealer.ts";
import { secretContext } from "./secret-context.ts";

/** All that the control plane and its gateways share, derived from the gateway key. */
export type GatewayKeyring = {
  readonly sealSecret: (value: string, environmentId: string, name: string) => Uint8Array<ArrayBuffer>;
  /** Throws when the secret was tampered with, or sealed to another gateway key, environment or name. */
  readonly openSecret: (sealed: Uint8Array, environmentId: string, name: string) => string;
  readonly signSnapshot: (payload: Uint8Array) => Uint8Array<ArrayBuffer>;
  readonly verifySnapshot: (payload: Uint8Array, signature: Uint8Array) => boolean;
  readonly signTicket: (claims: LiveTicketClaims) => string;
  readonly verifyTicket: (text: string, nowMs: number) => TicketCheck;
};

/** @param gatewayKeyHex 64 hex digits, see `deriveGatewayKey` */
export function gatewayKeyring(gatewayKeyHex: string): GatewayKeyring {
  const sealer = createSealer(deriveKey(gatewayKeyHex, "secrets"));
  const snapshotKey = deriveKey(gatewayKeyHex, "snapshots");
  const tickets = createLiveTicketSigner(deriveKey(gatewayKeyHex, "tickets"));
  const signSnapshot = (payload: Uint8Array) =>
    new Uint8Array(createHmac("sha256", snapshotKey).update(payload).digest());
  return {
    sealSecret: (value, environmentId, name) => sealer.seal(value, secretContext(environmentId, name)),
    openSecret: (sealed, environmentId, name) => sealer.open(sealed, secretContext(environmentId, name)),
    signSnapshot,
    verifySnapshot: (payload, signature) => {
      const expected = signSnapshot(payload);
      return signature.length === expected.length && timingSafeEqual(signature, expected);
    },
    signTicket: tickets.sign,
    verifyTicket: tickets.verify,
  };
}
