import { isPrivateAddress, terminal, type Platform } from '#kernel';

/** Domains of the parts of AWS that have one of their own, by the beginning of their regions' names. */
const DOMAINS: readonly (readonly [string, string])[] = [
  ['cn-', 'amazonaws.com.cn'],
  ['eusc-', 'amazonaws.eu'],
];
const DOMAIN = 'amazonaws.com';
/** The region that the global endpoint is signed for. */
const GLOBAL_REGION = 'us-east-1';

/** A host of the Security Token Service, and the region to sign for. */
export interface StsHost {
  readonly host: string;
  readonly region: string;
}

/**
 * The host that a proof of identity is for: that of the region, or with AWS_STS_REGIONAL_ENDPOINTS=legacy the global one. Servers of Infisical of 2024 ask
 * the global one unless they are told another; later ones the one of the region in the signature.
 */
export function stsHost(platform: Platform, region: string): StsHost {
  const domain = DOMAINS.find(([prefix]) => region.startsWith(prefix))?.[1];
  const legacy = platform.variable('AWS_STS_REGIONAL_ENDPOINTS')?.toLowerCase() === 'legacy';
  if (legacy && domain === undefined && !region.startsWith('us-gov-')) {
    return { host: `sts.${DOMAIN}`, region: GLOBAL_REGION };
  }
  return { host: `sts.${region}.${domain ?? DOMAIN}`, region };
}

/**
 * The address for calls of the operator's own: that host, or what AWS_ENDPOINT_URL_STS says, for private endpoints. Throws terminal
 * `CredentialsIncomplete` when that is no address to send a token to.
 */
export function stsAddress(platform: Platform, region: string): { readonly url: string } & StsHost {
  const regional = stsHost(platform, region);
  const given = platform.variable('AWS_ENDPOINT_URL_STS');
  if (given === undefined) return { ...regional, url: `https://${regional.host}/` };
  const url = URL.parse(given);
  if (url === null || !isPrivateAddress(given)) {
    throw terminal('CredentialsIncomplete', 'AWS_ENDPOINT_URL_STS is no https address.', {
      hint: 'Correct the variable in the pod of the operator, or remove it.',
    });
  }
  return { host: url.host, region, url: `${url.origin}/` };
}
