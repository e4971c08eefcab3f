import { redirect } from "next/navigation";
import { paths } from "../../../shell/paths.ts";

export default async function Page({
  params,
}: {
  readonly params: Promise<{ readonly workspace: string; readonly environment: string }>;
}) {
  const { workspace, environment } = await params;
  redirect(paths.overview({ workspace: decodeURIComponent(workspace), environment: decodeURIComponent(environment) }));
}
