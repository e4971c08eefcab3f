import { notSupportedYet } from "../not-supported-yet.ts";
import { checkAffinity } from "./affinity.ts";
import { checkCanary } from "./canary.ts";
import { checkCloudCredentials } from "./cloud-credentials.ts";
import { checkCredentials } from "./credentials.ts";
import { checkDestinations } from "./destinations.ts";
import type { DocumentCheck } from "./document-check.ts";
import { checkEngineMetrics } from "./engine-metrics.ts";
import { checkGatewayKeys } from "./gateway-keys.ts";
import { checkGivenParts } from "./given-parts.ts";
import { checkObjectives } from "./objectives.ts";
import { checkPlaces } from "./places.ts";
import { checkPolicies } from "./policies.ts";
import { checkReferences } from "./references.ts";
import { checkRepeatedNames } from "./repeated-names.ts";
import { checkRequirements } from "./requirements.ts";
import { checkRules } from "./rules.ts";
import { checkShadowedRoutes } from "./shadowed-routes.ts";
import { checkShadowedRules } from "./shadowed-rules.ts";
import { checkSpendLimits } from "./spend-limits.ts";
import { checkTargets } from "./targets.ts";
import { checkTimeoutOrder } from "./timeout-order.ts";
import { checkUnusedUpstreams } from "./unused-upstreams.ts";

/** Everything that is checked about the meaning of a document. */
export const documentChecks: readonly DocumentCheck[] = [
  notSupportedYet,
  checkAffinity,
  checkCanary,
  checkCloudCredentials,
  checkCredentials,
  checkDestinations,
  checkEngineMetrics,
  checkGatewayKeys,
  checkGivenParts,
  checkObjectives,
  checkPlaces,
  checkPolicies,
  checkReferences,
  checkRepeatedNames,
  checkRequirements,
  checkRules,
  checkShadowedRoutes,
  checkShadowedRules,
  checkSpendLimits,
  checkTargets,
  checkTimeoutOrder,
  checkUnusedUpstreams,
];
