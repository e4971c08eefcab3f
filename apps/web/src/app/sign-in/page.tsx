import type { Metadata } from "next";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { apiServer } from "../../auth/api-server.ts";
import { webEnv } from "../../env.ts";
import { offersDemo } from "../../auth/offers-demo.ts";
import { offeredProviders } from "../../auth/providers.ts";
import { sessionNow } from "../../auth/session-now.ts";
import { SignInScreen } from "../../auth/sign-in-screen.tsx";

export const metadata: Metadata = { title: "Sign in" };

type Query = Readonly<Record<"next" | "error", string | string[] | undefined>>;

export default async function Page({ searchParams }: { readonly searchParams: Promise<Query> }) {
  const { next, error } = await searchParams;
  if (next === undefined && error === undefined && (await sessionNow()) !== null) redirect("/");
  const api = await apiServer();
  // Whoever comes first makes an account instead.
  if (!(await api.hasUsers())) redirect("/welcome");
  return (
    <SignInScreen
      demo={offersDemo(await headers()) && (await api.hasDemo())}
      providers={offeredProviders(webEnv().providers)}
      next={typeof next === "string" ? next : null}
      error={typeof error === "string" ? error : null}
    />
  );
}
