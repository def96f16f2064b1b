import { BlockList, isIPv4, isIPv6 } from 'node:net';

/**
 * Addresses that answer with the credentials of the machine itself: link-local ones (RFC 3927, RFC 4291 section 2.5.6), where
 * clouds put their metadata servers, and the IPv6 address that AWS uses for the same purpose.
 */
const FORBIDDEN = new BlockList();
FORBIDDEN.addSubnet('169.254.0.0', 16, 'ipv4');
FORBIDDEN.addSubnet('fe80::', 10, 'ipv6');
FORBIDDEN.addAddress('fd00:ec2::254', 'ipv6');

/** Whether `address` is an IP address that the operator never calls. Names are false: they are checked once resolved. */
export function isForbiddenAddress(address: string): boolean {
  const bare = address.replace(/^\[|\]$/gu, '');
  if (isIPv4(bare)) return FORBIDDEN.check(bare, 'ipv4');
  // BlockList knows IPv4 addresses that are written as IPv6 ones, too.
  return isIPv6(bare) && FORBIDDEN.check(bare, 'ipv6');
}
