export { deriveGatewayKey } from "./derive-gateway-key.ts";
export { type ControlPlaneKeyring, deriveKeys } from "./derive-keys.ts";
export { equalHex } from "./equal-hex.ts";
export { type GatewayKeyring, gatewayKeyring } from "./gateway-keyring.ts";
export type { TicketCheck } from "./live-ticket-signer.ts";
export { type NewGatewayKey, newGatewayKey } from "./new-gateway-key.ts";
export { hashPassword, verifyPassword } from "./password.ts";
export { sessionHashOf } from "./session-hash-of.ts";
export { sha256Hex } from "./sha256-hex.ts";
