import pg from "pg";

/** The role that migrations make for gateways, with rights to what a gateway needs and nothing else. */
const gatewayRole = "meridian_gateway";

/** SQLSTATEs of a role that may not be changed by this user, or that could not be made in the first place. */
const notPermitted: readonly unknown[] = ["42501", "42704"];

/**
 * Lets the restricted role of gateways sign in, where this database's owner may do that.
 *
 * @returns the URL that a gateway connects with; null when the role could not be set up
 */
export async function enableGatewayRole(url: string, password: string): Promise<string | null> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(`ALTER ROLE ${gatewayRole} LOGIN PASSWORD ${client.escapeLiteral(password)}`);
  } catch (error) {
    if (notPermitted.includes((error as { readonly code?: unknown }).code)) return null;
    throw error;
  } finally {
    await client.end();
  }
  const gatewayUrl = new URL(url);
  gatewayUrl.username = gatewayRole;
  gatewayUrl.password = encodeURIComponent(password);
  return gatewayUrl.href;
}
