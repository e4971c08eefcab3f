import type { Capabilities, CircuitBreakerOptions, Price, Upstream } from "@meridian/routing";
import { knownBaseUrls, languageDefaults, vertexAddress } from "../defaults.ts";
import { compileEngineMetrics } from "./compile-engine-metrics.ts";
import { compileLimits, compileSpend } from "./compile-limits.ts";
import type { UpstreamDocument } from "../schema/upstream.ts";

/** One upstream with every default filled in. */
export const compileUpstream = (name: string, upstream: UpstreamDocument): Upstream => {
  const { provider } = upstream;
  const baseUrl = upstream.base_url ?? addressOf(upstream);
  // What Azure calls a model in its API is the name of a deployment.
  const upstreamModel = upstream.azure?.deployment ?? upstream.upstream_model ?? null;
  const region = upstream.region ?? null;
  return {
    name,
    identity: `${provider}|${baseUrl}|${upstreamModel ?? ""}|${region ?? ""}`,
    provider,
    baseUrl,
    apiKey: upstream.api_key ?? null,
    upstreamModel,
    region,
    tags: upstream.tags ?? [],
    capabilities: compileCapabilities(upstream.capabilities),
    price: compilePrice(upstream.price),
    maxInFlight: upstream.limits?.max_in_flight ?? null,
    ...compileRates(upstream.limits),
    circuitBreaker: compileCircuitBreaker(upstream.circuit_breaker),
    ...compileHealthCheck(upstream.health_check),
    ...compileEngineMetrics(upstream.engine_metrics),
    slowStartMs: upstream.slow_start ?? languageDefaults.slowStartMs,
    ...compileAws(upstream),
    ...compileEntra(upstream),
    ...compileGoogle(upstream),
    ...(upstream.azure?.api_version === undefined ? {} : { apiVersion: upstream.azure.api_version }),
  };
};

/** Address of a provider that has one place for all, or one per region or resource; empty when there is none. */
const addressOf = ({ provider, aws, azure, google }: UpstreamDocument): string => {
  if (provider === "bedrock" && aws !== undefined) return `https://bedrock-runtime.${aws.region}.amazonaws.com`;
  if (provider === "azure-openai" && azure?.resource !== undefined) return `https://${azure.resource}.openai.azure.com`;
  if (provider === "gemini" && google !== undefined) {
    const { project, location } = google;
    return project === undefined || location === undefined ? "" : vertexAddress(project, location);
  }
  return knownBaseUrls[provider] ?? "";
};

/** Stands in the table only where calls are signed. */
const compileAws = ({ aws }: UpstreamDocument): Pick<Upstream, "aws"> => {
  if (aws?.access_key_id === undefined || aws.secret_access_key === undefined) return {};
  const { region, access_key_id: accessKeyId, secret_access_key: secretAccessKey } = aws;
  const sessionToken = aws.session_token ?? null;
  return { aws: { region, accessKeyId, secretAccessKey, sessionToken, roleArn: aws.role_arn ?? null } };
};

/** Stands in the table only where calls carry a token of Microsoft Entra. */
const compileEntra = ({ azure }: UpstreamDocument): Pick<Upstream, "entra"> => {
  const { tenant_id: tenantId, client_id: clientId, client_secret: clientSecret } = azure ?? {};
  if (tenantId === undefined || clientId === undefined || clientSecret === undefined) return {};
  return { entra: { tenantId, clientId, clientSecret } };
};

/** Stands in the table only where calls carry a token of a service account. */
const compileGoogle = ({ google }: UpstreamDocument): Pick<Upstream, "google"> =>
  google?.service_account === undefined ? {} : { google: { serviceAccount: google.service_account } };

/** Stands in the table only where there are such limits. */
const compileRates = (given: UpstreamDocument["limits"]): Pick<Upstream, "limits"> => {
  const limits = compileLimits(given);
  const spend = given?.spend === undefined ? {} : { spend: compileSpend(given.spend) };
  return Object.keys({ ...limits, ...spend }).length === 0 ? {} : { limits: { ...limits, ...spend } };
};

const compileCapabilities = (capabilities: UpstreamDocument["capabilities"]): Capabilities => ({
  contextWindow: capabilities?.context_window ?? null,
  tools: capabilities?.tools ?? null,
  vision: capabilities?.vision ?? null,
  jsonSchema: capabilities?.json_schema ?? null,
});

const compilePrice = (price: UpstreamDocument["price"]): Price | null => {
  if (price === undefined) return null;
  return {
    inputPerMillionTokens: price.input_per_million_tokens,
    cachedInputPerMillionTokens: price.cached_input_per_million_tokens ?? price.input_per_million_tokens,
    cacheWritePerMillionTokens: price.cache_write_per_million_tokens ?? 0,
    outputPerMillionTokens: price.output_per_million_tokens,
  };
};

const compileHealthCheck = (check: UpstreamDocument["health_check"]): Pick<Upstream, "healthCheck"> => {
  if (check === undefined) return {};
  const standard = languageDefaults.healthCheck;
  return {
    healthCheck: {
      path: check.path,
      intervalMs: check.interval ?? standard.intervalMs,
      timeoutMs: check.timeout ?? standard.timeoutMs,
      healthyAfter: check.healthy_after ?? standard.healthyAfter,
      unhealthyAfter: check.unhealthy_after ?? standard.unhealthyAfter,
    },
  };
};

const compileCircuitBreaker = (breaker: UpstreamDocument["circuit_breaker"]): CircuitBreakerOptions => {
  const standard = languageDefaults.circuitBreaker;
  return {
    errorRate: breaker?.error_rate ?? standard.errorRate,
    windowMs: breaker?.window ?? standard.windowMs,
    minRequests: breaker?.min_requests ?? standard.minRequests,
    consecutiveFailures: breaker?.consecutive_failures ?? standard.consecutiveFailures,
    openForMs: breaker?.open_for ?? standard.openForMs,
  };
};
