import {
  acceptInvitation,
  acceptInvitationInput,
  changePassword,
  changePasswordInput,
  createWorkspace,
  createWorkspaceInput,
  getAccount,
  getSignInWays,
  leaveWorkspace,
  listSessions,
  revokeOtherSessions,
  revokeSession,
  revokeSessionInput,
  setPreferences,
  setPreferencesInput,
  setProfile,
  setProfileInput,
  unlinkAccount,
  unlinkAccountInput,
} from "@meridian/operations";
import { inWorkspace, signedIn } from "../procedures.ts";
import { trpc } from "../trpc.ts";

/** What concerns the person who is signed in, wherever they are. */
const asMyself = signedIn.use(({ ctx, next }) =>
  next({ ctx: { account: ctx.operations.account(ctx.userId, ctx.sessionId) } }),
);

export const meRouter = trpc.router({
  get: asMyself.query(({ ctx }) => getAccount({ ctx: ctx.account })),
  setProfile: asMyself.input(setProfileInput).mutation(({ ctx, input }) => setProfile({ ctx: ctx.account, input })),
  setPreferences: asMyself
    .input(setPreferencesInput)
    .mutation(({ ctx, input }) => setPreferences({ ctx: ctx.account, input })),
  changePassword: asMyself
    .input(changePasswordInput)
    .mutation(({ ctx, input }) => changePassword({ ctx: ctx.account, input })),
  signInWays: asMyself.query(({ ctx }) => getSignInWays({ ctx: ctx.account })),
  unlink: asMyself.input(unlinkAccountInput).mutation(({ ctx, input }) => unlinkAccount({ ctx: ctx.account, input })),
  sessions: asMyself.query(({ ctx }) => listSessions({ ctx: ctx.account })),
  revokeSession: asMyself
    .input(revokeSessionInput)
    .mutation(({ ctx, input }) => revokeSession({ ctx: ctx.account, input })),
  revokeOtherSessions: asMyself.mutation(({ ctx }) => revokeOtherSessions({ ctx: ctx.account })),
  acceptInvitation: asMyself
    .input(acceptInvitationInput)
    .mutation(({ ctx, input }) => acceptInvitation({ ctx: ctx.account, input })),
  createWorkspace: asMyself
    .input(createWorkspaceInput)
    .mutation(({ ctx, input }) => createWorkspace({ ctx: ctx.account, input })),
  leave: inWorkspace.input(leaveWorkspace.input).mutation(({ ctx, input }) => leaveWorkspace({ ctx: ctx.verb, input })),
});
