/** A user as screens and sessions know them. */
export type AccountUser = { readonly id: string; readonly email: string; readonly name: string };

/** Leaves out what nobody else needs to know, the password's hash above all. */
export function accountUser({ id, email, name }: AccountUser): AccountUser {
  return { id, email, name };
}
