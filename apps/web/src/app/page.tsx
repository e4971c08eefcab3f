import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { requireAccount } from "../auth/account.ts";
import { firstAddress } from "../first-run/first-address.ts";
import { placeCookie } from "../shell/first-place.ts";
import { NoWorkspace } from "../shell/no-workspace.tsx";

export default async function Page() {
  const account = await requireAccount();
  const address = await firstAddress(account, (await cookies()).get(placeCookie)?.value ?? null);
  if (address !== null) redirect(address);
  return <NoWorkspace email={account.user.email} />;
}
