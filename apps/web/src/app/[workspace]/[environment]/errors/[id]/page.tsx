import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { z } from "zod";
import { InsightScreen } from "../../../../../errors/insight-screen.tsx";

export const metadata: Metadata = { title: "Error insight" };

export default async function Page({ params }: { readonly params: Promise<{ readonly id: string }> }) {
  const { id } = await params;
  if (!z.uuid().safeParse(id).success) notFound();
  return <InsightScreen id={id} />;
}
