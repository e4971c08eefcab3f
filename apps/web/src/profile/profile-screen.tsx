"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter, useSearchParams } from "next/navigation";
import { toast } from "sonner";
import type { OfferedProvider } from "../auth/providers.ts";
import { addressProblem } from "../auth/sign-in-problem.ts";
import { PageHeader } from "../shell/page-header.tsx";
import { useWorkspace } from "../shell/workspace-context.tsx";
import { useTRPC } from "../trpc/use-trpc.ts";
import { Callout } from "../ui/callout.tsx";
import { Card } from "../ui/card.tsx";
import { RenameForm } from "../workspace/rename-form.tsx";
import { PreferencesCard } from "./preferences-card.tsx";
import { SignInWaysCard } from "./sign-in-ways-card.tsx";

/** The person who is signed in, in every workspace of theirs. */
export function ProfileScreen({ providers }: { readonly providers: readonly OfferedProvider[] }) {
  const { user } = useWorkspace();
  const router = useRouter();
  const error = useSearchParams().get("error");
  const rename = useMutation({
    ...useTRPC().me.setProfile.mutationOptions(),
    onSuccess: () => {
      toast("Name saved");
      router.refresh();
    },
  });
  return (
    <>
      <PageHeader title="Profile" about="Yours in every workspace, on every device." />
      <div className="space-y-3">
        {error !== null && (
          <Callout tone="bad" role="alert" title="Nothing was connected">
            {addressProblem(error)}
          </Callout>
        )}
        <Card className="space-y-4 p-4">
          <RenameForm
            label="Name"
            hint="How others see you. History keeps the name of its time."
            value={user.name}
            maxLength={80}
            busy={rename.isPending}
            error={rename.error}
            onSave={(name) => rename.mutate({ name })}
          />
          <div>
            <p className="font-medium text-[13px]">Email</p>
            <p className="text-[13px] text-muted">{user.email}</p>
          </div>
        </Card>
        <PreferencesCard />
        <SignInWaysCard providers={providers} />
      </div>
    </>
  );
}
