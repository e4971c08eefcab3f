import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatGatewayKey, gatewayKeyPrefix, parseGatewayKey } from "./gateway-key-format.ts";

const id = fc.stringMatching(/^[0-9A-Za-z]{12}$/);
const secret = fc.stringMatching(/^[0-9A-Za-z_-]{43}$/);
const key = { id: "aB3dE6gH9jK2", secret: "_-".repeat(21).concat("x") };

describe("gateway key format", () => {
  it("reads back the id and secret of every key it writes", () => {
    fc.assert(
      fc.property(fc.record({ id, secret }), (parts) => {
        expect(parseGatewayKey(formatGatewayKey(parts))).toEqual(parts);
      }),
    );
  });

  it("writes 64 characters", () => {
    expect(formatGatewayKey(key)).toHaveLength(64);
  });

  it.each([
    ["nothing", ""],
    ["another prefix", formatGatewayKey(key).replace("mk_live_", "sk_live_")],
    ["an id of 11", formatGatewayKey({ ...key, id: key.id.slice(1) })],
    ["a secret of 42", formatGatewayKey({ ...key, secret: key.secret.slice(1) })],
    ["a secret of 44", `${formatGatewayKey(key)}x`],
    ["a space around it", ` ${formatGatewayKey(key)}`],
    ["a line feed behind it", `${formatGatewayKey(key)}\n`],
  ])("refuses %s", (_, text) => {
    expect(parseGatewayKey(text)).toBeNull();
  });

  it("shows the id and nothing of the secret as prefix", () => {
    expect(gatewayKeyPrefix(key.id)).toBe("mk_live_aB3dE6gH9jK2");
  });
});
