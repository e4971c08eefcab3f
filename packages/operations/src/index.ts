export { exportAuditEvents } from "./audit/export-audit-events.ts";
export { listAuditEvents } from "./audit/list-audit-events.ts";
export { listAuditTerms } from "./audit/list-audit-terms.ts";
export type { Account } from "./accounts/get-account.ts";
export { getAccount } from "./accounts/get-account.ts";
export type { AccountUser } from "./accounts/account-user.ts";
export { createFirstOwner, firstOwnerInput, hasUsers } from "./accounts/create-first-owner.ts";
export type { Preferences } from "./accounts/preferences.ts";
export { setPreferences, setPreferencesInput } from "./accounts/set-preferences.ts";
export { changePassword, changePasswordInput } from "./accounts/change-password.ts";
export { getSignInWays, unlinkAccount, unlinkAccountInput } from "./accounts/linked-accounts.ts";
export { setProfile, setProfileInput } from "./accounts/set-profile.ts";
export {
  type ProviderSignIn,
  type ProviderSignInInput,
  signInWithProvider,
} from "./accounts/sign-in-with-provider.ts";
export { acceptInvitation, acceptInvitationInput } from "./invitations/accept-invitation.ts";
export { createInvitation } from "./invitations/create-invitation.ts";
export { listInvitations } from "./invitations/list-invitations.ts";
export { type InvitationPreview, previewInvitation } from "./invitations/preview-invitation.ts";
export { renewInvitation } from "./invitations/renew-invitation.ts";
export { revokeInvitation } from "./invitations/revoke-invitation.ts";
export { signUpByInvitation } from "./invitations/sign-up-by-invitation.ts";
export { deliverMail } from "./mail/deliver-mail.ts";
export type { Mail } from "./mail/enqueue-mail.ts";
export { changeMemberRole } from "./members/change-member-role.ts";
export { leaveWorkspace } from "./members/leave-workspace.ts";
export { listMembers } from "./members/list-members.ts";
export { removeMember } from "./members/remove-member.ts";
export { checkSession } from "./sessions/check-session.ts";
export { dropExpiredSessions } from "./sessions/drop-expired-sessions.ts";
export { listSessions } from "./sessions/list-sessions.ts";
export {
  endSession,
  revokeOtherSessions,
  revokeSession,
  revokeSessionInput,
} from "./sessions/revoke-sessions.ts";
export { type SignInSource, startSession } from "./sessions/start-session.ts";
export { createEnvironment } from "./workspaces/create-environment.ts";
export { createWorkspace, createWorkspaceInput } from "./workspaces/create-workspace.ts";
export { renameEnvironment } from "./workspaces/rename-environment.ts";
export { renameWorkspace } from "./workspaces/rename-workspace.ts";
export { signIn } from "./accounts/sign-in.ts";
export { signInAsDemoUser } from "./accounts/sign-in-as-demo-user.ts";
export { getActiveDeployment } from "./deployments/get-active-deployment.ts";
export { getApplicationStatus } from "./deployments/get-application-status.ts";
export { listDeployments } from "./deployments/list-deployments.ts";
export { OperationError, type OperationErrorCode } from "./errors.ts";
export { createGatewayKey } from "./gateway-keys/create-gateway-key.ts";
export { editGatewayKey } from "./gateway-keys/edit-gateway-key.ts";
export { endPreviousGatewayKey } from "./gateway-keys/end-previous-gateway-key.ts";
export { listGatewayKeys } from "./gateway-keys/list-gateway-keys.ts";
export { reRollGatewayKey } from "./gateway-keys/re-roll-gateway-key.ts";
export { revokeGatewayKey } from "./gateway-keys/revoke-gateway-key.ts";
export { decideDemo, type DemoState } from "./installation/decide-demo.ts";
export { getInstallation, type Installation } from "./installation/get-installation.ts";
export { mintLiveTicket } from "./live/mint-live-ticket.ts";
export { queryCells } from "./metrics/query-cells.ts";
export { readCells } from "./metrics/read-cells.ts";
export { reissueSnapshots } from "./installation/reissue-snapshots.ts";
export { deriveGatewayKey, openWithPassphrase, sealWithPassphrase } from "@meridian/sealing";
export { openOperations, type Operations, type OperationsOptions } from "./open-operations.ts";
export type { AccountContext, OperationContext, OperationParts } from "./operation-context.ts";
export { cancelOverride } from "./overrides/cancel-override.ts";
export { createOverride } from "./overrides/create-override.ts";
export { listOverrides } from "./overrides/list-overrides.ts";
export { countRequestFacets } from "./requests/count-request-facets.ts";
export { restoreOverride } from "./overrides/restore-override.ts";
export { getRequest } from "./requests/get-request.ts";
export { getRequestCohort } from "./requests/get-request-cohort.ts";
export { getRun } from "./requests/get-run.ts";
export { listRequests } from "./requests/list-requests.ts";
export { listRuns } from "./requests/list-runs.ts";
export { searchRequests } from "./requests/search-requests.ts";
export { getRetention } from "./retention/get-retention.ts";
export { previewRetention } from "./retention/preview-retention.ts";
export { setRetention } from "./retention/set-retention.ts";
export { getConfigVersion } from "./routing-config/get-config-version.ts";
export { listConfigVersions } from "./routing-config/list-config-versions.ts";
export { publish } from "./routing-config/publish.ts";
export { rollBack } from "./routing-config/roll-back.ts";
export { createSavedView } from "./saved-views/create-saved-view.ts";
export { deleteSavedView } from "./saved-views/delete-saved-view.ts";
export { listSavedViews } from "./saved-views/list-saved-views.ts";
export { restoreSavedView } from "./saved-views/restore-saved-view.ts";
export { updateSavedView } from "./saved-views/update-saved-view.ts";
export { deleteSecret } from "./secrets/delete-secret.ts";
export { listSecretNames } from "./secrets/list-secret-names.ts";
export { listSecrets } from "./secrets/list-secrets.ts";
export { rotateSecret } from "./secrets/rotate-secret.ts";
export { setSecret } from "./secrets/set-secret.ts";
export { setSecretHosts } from "./secrets/set-secret-hosts.ts";
export { demoUsers, seedWorkspace, type SeedInput, type SeedResult } from "./seed/seed-workspace.ts";
export { sentencesOf } from "./verb/parse-input.ts";
