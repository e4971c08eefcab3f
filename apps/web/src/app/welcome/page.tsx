import type { Metadata } from "next";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { apiServer } from "../../auth/api-server.ts";
import { needsSetupCode } from "../../auth/setup-code.ts";
import { WelcomeScreen } from "../../first-run/welcome-screen.tsx";

export const metadata: Metadata = { title: "Welcome" };

/** The first page of an installation in which nobody has an account yet. */
export default async function Page() {
  if (await (await apiServer()).hasUsers()) redirect("/sign-in");
  return <WelcomeScreen needsCode={needsSetupCode(await headers())} />;
}
