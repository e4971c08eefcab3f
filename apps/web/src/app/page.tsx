import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { requireAccount } from "../auth/account.ts";
import { NoWorkspace } from "../shell/no-workspace.tsx";
import { paths } from "../shell/paths.ts";
import { firstPlace, placeCookie } from "../shell/first-place.ts";

export default async function Page() {
  const account = await requireAccount();
  const place = firstPlace(account.workspaces, (await cookies()).get(placeCookie)?.value ?? null);
  if (place) redirect(paths.overview(place));
  return <NoWorkspace email={account.user.email} />;
}
