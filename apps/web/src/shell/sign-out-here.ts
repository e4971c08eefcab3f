import { signOut } from "next-auth/react";

/** Ends the session and shows another page, the sign-in page unless told otherwise, by a whole load: nothing of the person stays in memory. */
export async function signOutHere(to = "/sign-in"): Promise<void> {
  await signOut({ redirect: false });
  window.location.assign(to);
}
