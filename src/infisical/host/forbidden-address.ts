import { BlockList, isIPv4, isIPv6 } from 'node:net';

/** Why the operator does not call an address. */
export type Forbidden = 'link-local' | 'metadata' | 'loopback';

/** What the operator may call besides the addresses of other machines. */
export interface AddressRules {
  /** Addresses of the machine itself, or of the pod: for tests, and for a proxy that runs beside the operator. */
  readonly allowLoopback: boolean;
}

/** Ways to write an IPv4 address as an IPv6 one besides `::ffff:`, which BlockList knows: compatible, NAT64 and 6to4 addresses. */
const EMBEDDINGS: readonly ((address: readonly number[]) => string)[] = [
  (v4) => `::${hex(v4)}`,
  (v4) => `64:ff9b::${hex(v4)}`,
  (v4) => `2002:${hex(v4)}::`,
];

/** RFC 3927 and RFC 4291 section 2.5.6: where clouds put the servers that give out the credentials of the machine. */
const LINK_LOCAL = blocked([['169.254.0.0', 16]], [['fe80::', 10]]);
/** Servers of the same kind at other addresses: Alibaba, Oracle and Azure; AWS and Google over IPv6. */
const METADATA = blocked(
  [
    ['100.100.100.200', 32],
    ['192.0.0.192', 32],
    ['168.63.129.16', 32],
  ],
  [
    ['fd00:ec2::', 32],
    ['fd20:ce::254', 128],
  ],
);
/** The machine itself; 0.0.0.0 and :: lead there, too. */
const LOOPBACK = blocked(
  [
    ['127.0.0.0', 8],
    ['0.0.0.0', 8],
  ],
  [
    ['::1', 128],
    ['::', 128],
  ],
);

/** Why this IP address is never called; undefined for all others, and for names: they are checked once resolved. */
export function forbiddenAddress(address: string, { allowLoopback }: AddressRules): Forbidden | undefined {
  const bare = address.replace(/^\[|\]$/gu, '');
  const family = isIPv4(bare) ? 'ipv4' : isIPv6(bare) ? 'ipv6' : undefined;
  if (family === undefined) return undefined;
  // The first: 0.0.0.0 is a loopback address also where it is embedded in an IPv6 one.
  if (LOOPBACK.check(bare, family)) return allowLoopback ? undefined : 'loopback';
  if (LINK_LOCAL.check(bare, family)) return 'link-local';
  return METADATA.check(bare, family) ? 'metadata' : undefined;
}

type Subnet = readonly [address: string, prefix: number];

function blocked(v4: readonly Subnet[], v6: readonly Subnet[]): BlockList {
  const list = new BlockList();
  for (const [address, prefix] of v4) {
    list.addSubnet(address, prefix, 'ipv4');
    const bytes = address.split('.').map(Number);
    for (const embed of EMBEDDINGS) {
      const embedded = embed(bytes);
      list.addSubnet(embedded, (embedded.startsWith('2002:') ? 16 : 96) + prefix, 'ipv6');
    }
  }
  for (const [address, prefix] of v6) list.addSubnet(address, prefix, 'ipv6');
  return list;
}

function hex([a = 0, b = 0, c = 0, d = 0]: readonly number[]): string {
  return `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
}
