import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { RunScreen } from "../../../../../../../requests/run-screen.tsx";

export const metadata: Metadata = { title: "Run" };

type Params = { readonly params: Promise<{ readonly by: string; readonly key: string }> };

export default async function Page({ params }: Params) {
  const { by, key } = await params;
  if (by !== "session" && by !== "trace") notFound();
  return <RunScreen by={by} runKey={decodeURIComponent(key)} />;
}
