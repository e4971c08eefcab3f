import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openTestOperations, type TestOperations } from "../testing/open-test-operations.ts";
import { createFirstOwner, hasUsers } from "./create-first-owner.ts";
import { getAccount } from "./get-account.ts";
import { signIn } from "./sign-in.ts";

let test: TestOperations;
beforeEach(async () => {
  test = await openTestOperations();
});
afterEach(() => test.close());

const olivia = {
  email: " Olivia@Acme.example ",
  name: "Olivia",
  password: "correct horse",
  workspaceName: "Acme Health, Inc.",
};
const create = (given: Partial<typeof olivia> = {}) =>
  createFirstOwner({ parts: test.operations.parts, input: { ...olivia, ...given } });

describe("createFirstOwner", () => {
  it("makes an owner who can sign in and a workspace that gateways know, and says so in the audit log", async () => {
    const { parts } = test.operations;
    expect(await hasUsers({ parts })).toBe(false);
    const { user, slug, environmentId, workspaceId } = await create();
    expect(await hasUsers({ parts })).toBe(true);
    expect({ user, slug }).toMatchObject({ user: { email: "olivia@acme.example" }, slug: "acme-health-inc" });
    expect(await signIn({ parts, input: { email: user.email, password: olivia.password } })).toEqual(user);
    const { workspaces } = await getAccount({ ctx: test.operations.account(user.id) });
    expect(workspaces).toMatchObject([{ id: workspaceId, name: "Acme Health, Inc.", role: "owner" }]);
    expect(workspaces[0]?.environments).toMatchObject([{ id: environmentId, name: "production" }, { name: "staging" }]);
    expect(await parts.db.prisma.environmentSnapshot.count()).toBe(2);
    const [event, ...more] = await parts.db.prisma.auditEvent.findMany();
    expect(more).toEqual([]);
    expect(event).toMatchObject({ action: "workspace.create", actorId: user.id, actorRole: "owner" });
    expect(JSON.stringify(event)).not.toContain("correct horse");
  });

  it("lets 1 of 4 at once win, and refuses the others as everyone after", async () => {
    const tries = ["a", "b", "c", "d"].map((name) => create({ email: `${name}@acme.example` }));
    const ended = await Promise.allSettled(tries);
    expect(ended.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    await expect(create({ email: "late@acme.example" })).rejects.toMatchObject({ code: "conflict" });
    expect(await test.operations.parts.db.prisma.user.count()).toBe(1);
    expect(await test.operations.parts.db.prisma.workspace.count()).toBe(1);
  });

  it.each([
    ["a short password", { password: "too short" }],
    ["no address", { email: "olivia" }],
    ["a name that writes backwards", { name: "Oli\u202Evia" }],
    ["an empty workspace name", { workspaceName: "  " }],
  ])("refuses %s and makes nothing", async (_, given) => {
    await expect(create(given)).rejects.toMatchObject({ code: "invalid_input" });
    expect(await hasUsers({ parts: test.operations.parts })).toBe(false);
  });
});
