/** The two parts of a gateway key, `mk_live_<12 letters and digits>_<43 of base64url>`. */
export type GatewayKeyParts = {
  /** Public: keys are looked up and listed by it. */
  readonly id: string;
  /** 32 random bytes, base64url without padding. */
  readonly secret: string;
};

const form = /^mk_live_([0-9A-Za-z]{12})_([0-9A-Za-z_-]{43})$/;

/** Takes a key apart; null when the text is not a key. */
export function parseGatewayKey(text: string): GatewayKeyParts | null {
  const [, id, secret] = form.exec(text) ?? [];
  return id === undefined || secret === undefined ? null : { id, secret };
}

/** The text that callers send. */
export function formatGatewayKey({ id, secret }: GatewayKeyParts): string {
  return `mk_live_${id}_${secret}`;
}

/** What people recognise a key by once its text is gone: everything but the secret. */
export function gatewayKeyPrefix(id: string): string {
  return `mk_live_${id}`;
}
