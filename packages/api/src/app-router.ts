import { auditRouter } from "./routers/audit-router.ts";
import { deploymentsRouter } from "./routers/deployments-router.ts";
import { gettingStartedRouter } from "./routers/getting-started-router.ts";
import { invitationsRouter } from "./routers/invitations-router.ts";
import { errorInsightsRouter } from "./routers/error-insights-router.ts";
import { keysRouter } from "./routers/keys-router.ts";
import { liveRouter } from "./routers/live-router.ts";
import { meRouter } from "./routers/me-router.ts";
import { membersRouter } from "./routers/members-router.ts";
import { metricsRouter } from "./routers/metrics-router.ts";
import { overridesRouter } from "./routers/overrides-router.ts";
import { requestsRouter } from "./routers/requests-router.ts";
import { retentionRouter } from "./routers/retention-router.ts";
import { routingConfigRouter } from "./routers/routing-config-router.ts";
import { savedViewsRouter } from "./routers/saved-views-router.ts";
import { secretsRouter } from "./routers/secrets-router.ts";
import { upstreamsRouter } from "./routers/upstreams-router.ts";
import { workspaceRouter } from "./routers/workspace-router.ts";
import { trpc } from "./trpc.ts";

/** Everything the workspace app may ask. */
export const appRouter = trpc.router({
  me: meRouter,
  members: membersRouter,
  invitations: invitationsRouter,
  workspace: workspaceRouter,
  live: liveRouter,
  metrics: metricsRouter,
  deployments: deploymentsRouter,
  routingConfig: routingConfigRouter,
  requests: requestsRouter,
  errorInsights: errorInsightsRouter,
  keys: keysRouter,
  savedViews: savedViewsRouter,
  secrets: secretsRouter,
  overrides: overridesRouter,
  retention: retentionRouter,
  audit: auditRouter,
  upstreams: upstreamsRouter,
  gettingStarted: gettingStartedRouter,
});

export type AppRouter = typeof appRouter;
