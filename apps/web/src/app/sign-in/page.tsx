import type { Metadata } from "next";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { offersDemo } from "../../auth/offers-demo.ts";
import { sessionUserId } from "../../auth/session-user-id.ts";
import { SignInScreen } from "../../auth/sign-in-screen.tsx";

export const metadata: Metadata = { title: "Sign in" };

type Props = { readonly searchParams: Promise<{ readonly next?: string | string[] }> };

export default async function Page({ searchParams }: Props) {
  const { next } = await searchParams;
  if (next === undefined && (await sessionUserId()) !== null) redirect("/");
  return <SignInScreen demo={offersDemo(await headers())} next={typeof next === "string" ? next : null} />;
}
