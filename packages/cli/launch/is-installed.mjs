/**
 * Whether what npm installed is what is wanted. npm writes that into node_modules/.package-lock.json, with the links to the
 * workspace's own packages: of a pull that adds one, nothing but its link is new.
 *
 * @param {Record<string, { version?: string, link?: boolean, resolved?: string }>} wanted `packages` of package-lock.json
 * @param {typeof wanted} present `packages` of node_modules/.package-lock.json
 */
export function isInstalled(wanted, present) {
  return Object.entries(wanted).every(([path, entry]) => {
    if (!path.includes("node_modules/")) return true;
    if (entry.link) return present[path]?.link === true && present[path].resolved === entry.resolved;
    return entry.optional || entry.devOptional || entry.peer || present[path]?.version === entry.version;
  });
}
