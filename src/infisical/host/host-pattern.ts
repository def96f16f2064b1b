const ENTRY = /^(\*\.)?(\[[0-9a-f:.]+\]|[a-z0-9_]([-a-z0-9_.]*[a-z0-9_])?)(?::(\d{1,5}))?$/iu;

/** A host that may be called, or many: `infisical.example.com`, `*.example.com` for every name below it, either with `:port`; `*` for all. */
export interface HostPattern {
  readonly text: string;
  /** `base` as `normaliseHost` gives it. */
  matches(base: string): boolean;
}

/** Reads an entry; undefined when it is none. Without a port it stands for that of the scheme. */
export function parseHostPattern(text: string): HostPattern | undefined {
  if (text === '*') return { text, matches: () => true };
  const [, wildcard, name = '', , port = ''] = ENTRY.exec(text) ?? [];
  // The parser of addresses settles how names and IP addresses are written, so that both sides write them alike.
  const parsed = URL.parse(`https://${name}`);
  if (name === '' || parsed === null || Number(port) > 65_535) return undefined;
  const host = hostnameOf(parsed);
  return {
    text,
    matches: (base) => {
      const url = new URL(base);
      const own = hostnameOf(url);
      const isNamed = wildcard === undefined ? own === host : own.endsWith(`.${host}`);
      return isNamed && (port === '' ? url.port === '' : Number(port) === portOf(url));
    },
  };
}

/** Without the dot that ends an absolute name. */
function hostnameOf({ hostname }: URL): string {
  return hostname.replace(/\.$/u, '');
}

function portOf({ port, protocol }: URL): number {
  if (port !== '') return Number(port);
  return protocol === 'https:' ? 443 : 80;
}
