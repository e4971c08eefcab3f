import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { type WorkspaceScene, workspaceScenes } from "../../test/workspace-scene.ts";
import { inTransaction } from "../verb/in-transaction.ts";
import { deliverMail } from "./deliver-mail.ts";
import { enqueueMail, type Mail } from "./enqueue-mail.ts";

const { scene } = workspaceScenes();

const enqueuing = (at: WorkspaceScene, to: string, key: string = randomUUID()) =>
  inTransaction(at.ctx, (tx) =>
    enqueueMail(tx, at.ctx, {
      key,
      workspaceId: at.workspaceId,
      invitationId: null,
      mail: { to, subject: "Hello", text: `A link for ${to}` },
    }),
  );
const stored = async (at: WorkspaceScene) =>
  (await at.ctx.db.prisma.mailMessage.findMany({ where: { workspaceId: at.workspaceId } }))[0];

describe("deliverMail", () => {
  it("sends each mail once, also when 2 workers deliver at once and the same thing was asked for twice", async () => {
    const at = await scene();
    for (const to of ["a@x.test", "b@x.test", "c@x.test"]) await enqueuing(at, to);
    await enqueuing(at, "d@x.test", at.workspaceId);
    await enqueuing(at, "d@x.test", at.workspaceId);
    const sent: Mail[] = [];
    const deliver = () => deliverMail({ parts: at.ctx, send: async (mail) => void sent.push(mail) });
    await Promise.all([deliver(), deliver()]);
    await deliver();
    expect(sent.map(({ to }) => to).sort()).toEqual(["a@x.test", "b@x.test", "c@x.test", "d@x.test"]);
    expect(sent[0]?.text).toBe(`A link for ${sent[0]?.to}`);
    expect(await stored(at)).toMatchObject({ state: "sent", sealedBody: null, attempts: 1 });
  });

  it("tries again when it is time, under the same id, and says what was wrong until it went", async () => {
    const at = await scene();
    await enqueuing(at, "a@x.test");
    const ids: string[] = [];
    let broken = true;
    const deliver = () =>
      deliverMail({
        parts: at.ctx,
        send: async (_, id) => {
          ids.push(id);
          if (broken) throw new Error("connect ECONNREFUSED");
        },
      });
    expect(await deliver()).toEqual({ sent: 0, failed: 1 });
    expect(await stored(at)).toMatchObject({ state: "pending", lastError: "connect ECONNREFUSED" });
    expect(await deliver()).toEqual({ sent: 0, failed: 0 });
    broken = false;
    at.world.nowMs += 15_000;
    expect(await deliver()).toEqual({ sent: 1, failed: 0 });
    expect(new Set(ids).size).toBe(1);
    expect(await stored(at)).toMatchObject({ state: "sent", lastError: null });
  });

  it("gives up on a mailbox that does not exist, and forgets the link", async () => {
    const at = await scene();
    await enqueuing(at, "nobody@x.test");
    const send = () => Promise.reject(Object.assign(new Error("550 no such user"), { responseCode: 550 }));
    await deliverMail({ parts: at.ctx, send });
    expect(await stored(at)).toMatchObject({ state: "dead", sealedBody: null, lastError: "550 no such user" });
  });

  it("takes up what a worker died with in hand after 2 minutes", async () => {
    const at = await scene();
    await enqueuing(at, "a@x.test");
    const hanging = deliverMail({ parts: at.ctx, send: () => new Promise<void>(() => {}) });
    await expect.poll(async () => (await stored(at))?.attempts).toBe(1);
    const sent: string[] = [];
    const deliver = () => deliverMail({ parts: at.ctx, send: async ({ to }) => void sent.push(to) });
    await deliver();
    expect(sent).toEqual([]);
    at.world.nowMs += 120_000;
    await deliver();
    expect(sent).toEqual(["a@x.test"]);
    expect(hanging).toBeInstanceOf(Promise);
  });
});
