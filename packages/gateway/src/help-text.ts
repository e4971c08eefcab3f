/** What `--help` prints. */
export const helpText = `Usage: npm run gateway -- --config routing.yaml [--port 4000] [--admin-port 4001] [--host 127.0.0.1]

Runs the gateway. With --config it serves from that file, needs no database and reloads the file when it changes.
Without it the gateway follows the database of a workspace.

  --config FILE      routing config to serve from
  --port N           public port: /v1/chat/completions, /v1/models, /live (GATEWAY_PORT, 4000)
  --admin-port N     operators' port: /healthz, /readyz, /metrics, /signals (GATEWAY_ADMIN_PORT, 4001)
  --host ADDRESS     address of both ports (GATEWAY_HOST, 127.0.0.1)
  --workers N        threads that serve the public port together, Linux only (GATEWAY_WORKERS, 1)
  --print-requests   a line for people for every request, on standard output
  --help             this text

Variables: DATABASE_URL, MERIDIAN_GATEWAY_KEY (64 hex digits), GATEWAY_NAME (gateway-1), GATEWAY_PUBLIC_URL,
GATEWAY_REGION, ALLOW_PRIVATE_UPSTREAMS (true with --config, else false), LOG_LEVEL (info),
GATEWAY_MAX_SNAPSHOT_AGE_HOURS (168: how long it serves without hearing from the database), GATEWAY_MAX_IN_FLIGHT (20000
requests, shared between environments), GATEWAY_MAX_BODY_MEMORY_MB (1024: bodies of requests in flight).
OTEL_EXPORTER_OTLP_ENDPOINT (http://localhost:4318): traces and metrics go there by OTLP; nowhere without it. Its companions
(OTEL_EXPORTER_OTLP_HEADERS, OTEL_SERVICE_NAME, OTEL_RESOURCE_ATTRIBUTES) hold too.
REDIS_URL (redis://localhost:6379): gateways that name the same one keep limits together and see each other's requests; without it each is alone.
GATEWAY_SIGNALS_TOKEN (16 characters or more): who shows it may set signals that rules read; nobody may without it.
MERIDIAN_DATA_DIR (.data; with --config: none): what is used up is kept there over a restart.
A value that a config takes from \${env.NAME} comes from the variable of that name.
`;
