const REFERENCE = /\$(?:(\$)|\{([0-9A-Za-z_\x80-\xff]+)\}|([0-9A-Za-z_\x80-\xff]+))/g;

/**
 * Fills in Go's references to groups: `$1`, `${1}`, `$name`, `${name}` and `$$` for a dollar. A name is as long as it can be, so
 * that `$1x` is the group `1x`. What is no reference stays.
 */
export function expand(replacement: string, group: (name: string | number) => string): string {
  return replacement.replaceAll(REFERENCE, (_, dollar?: string, braced?: string, bare?: string) => {
    if (dollar !== undefined) return '$';
    const name = braced ?? bare ?? '';
    return group(/^(?:0|[1-9][0-9]{0,8})$/.test(name) ? Number(name) : name);
  });
}
