import pg from "pg";

/**
 * Lets the restricted role of gateways sign in, where this database's owner may do that.
 *
 * @returns the URL that a gateway connects with; null when the role could not be set up
 */
export async function enableGatewayRole(url: string, password: string): Promise<string | null> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(`ALTER ROLE meridian_gateway LOGIN PASSWORD ${client.escapeLiteral(password)}`);
    const gatewayUrl = new URL(url);
    gatewayUrl.username = "meridian_gateway";
    gatewayUrl.password = encodeURIComponent(password);
    return gatewayUrl.href;
  } catch {
    return null;
  } finally {
    await client.end();
  }
}

/** Makes the database that a URL names, when the server has none of that name and this role may. */
export async function ensureDatabase(url: string): Promise<void> {
  const target = new URL(url);
  const name = decodeURIComponent(target.pathname.slice(1));
  const admin = new URL(url);
  admin.pathname = "/postgres";
  const client = new pg.Client({ connectionString: admin.href });
  await client.connect();
  try {
    const { rowCount } = await client.query("SELECT FROM pg_database WHERE datname = $1", [name]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
}
