import { redirect } from "next/navigation";
import { settingsGroups } from "../../../../settings/settings-pages.ts";
import { paths } from "../../../../shell/paths.ts";

/** The settings begin with their first page. */
export default async function Page({
  params,
}: {
  readonly params: Promise<{ readonly workspace: string; readonly environment: string }>;
}) {
  const { workspace, environment } = await params;
  const place = { workspace: decodeURIComponent(workspace), environment: decodeURIComponent(environment) };
  redirect(settingsGroups[0]?.pages[0]?.href(place) ?? paths.overview(place));
}
