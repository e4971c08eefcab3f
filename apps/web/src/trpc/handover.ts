/**
 * A page that is about to sign its visitor in as somebody else says so here: that the old session ends meanwhile is no
 * reason to ask for a password.
 */
export const handover = { underWay: false };
