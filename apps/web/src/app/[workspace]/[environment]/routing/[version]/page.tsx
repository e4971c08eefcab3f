import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { VersionScreen } from "../../../../../routing-config/version-screen.tsx";

type Params = { readonly params: Promise<{ readonly version: string }> };

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  return { title: `Routing v${(await params).version}` };
}

export default async function Page({ params }: Params) {
  const { version } = await params;
  if (!/^[1-9]\d{0,8}$/.test(version)) notFound();
  return <VersionScreen number={Number(version)} />;
}
