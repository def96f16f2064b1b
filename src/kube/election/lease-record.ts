import { z } from 'zod';

/** A Lease, open to fields that we do not know: an update sends back what it read. */
const leaseSchema = z.looseObject({
  metadata: z.looseObject({ resourceVersion: z.string().min(1) }),
  spec: z
    .looseObject({
      holderIdentity: z.string().nullish(),
      leaseDurationSeconds: z.number().nullish(),
      acquireTime: z.string().nullish(),
      renewTime: z.string().nullish(),
      leaseTransitions: z.number().nullish(),
    })
    .default({}),
});

/** A Lease as it was read. */
export type Lease = z.infer<typeof leaseSchema>;

/** Undefined when the input is no Lease. */
export function parseLease(body: unknown): Lease | undefined {
  const parsed = leaseSchema.safeParse(body);
  return parsed.success ? parsed.data : undefined;
}

/** Who holds it; undefined when nobody does. */
export function holderOf(lease: Lease): string | undefined {
  const holder = lease.spec.holderIdentity;
  return holder === null || holder === undefined || holder === '' ? undefined : holder;
}

/** The spec of a lease that `identity` takes or renews now. `previous`: what it was before, if it was. */
export function heldBy(identity: string, previous: Lease | undefined, nowMs: number, leaseMs: number): object {
  const now = microTime(nowMs);
  const renewed = previous !== undefined && holderOf(previous) === identity;
  const transitions = previous?.spec.leaseTransitions ?? 0;
  return {
    ...previous?.spec,
    holderIdentity: identity,
    leaseDurationSeconds: Math.ceil(leaseMs / 1_000),
    renewTime: now,
    acquireTime: renewed ? (previous.spec.acquireTime ?? now) : now,
    leaseTransitions: previous === undefined || renewed ? transitions : transitions + 1,
  };
}

/** The spec of a lease that its holder gives back: without holder, and short, so that nobody has to wait. */
export function released(previous: Lease, nowMs: number): object {
  return { ...previous.spec, holderIdentity: '', leaseDurationSeconds: 1, renewTime: microTime(nowMs) };
}

/** RFC 3339 with microseconds, as `metav1.MicroTime` is written. */
function microTime(nowMs: number): string {
  return new Date(nowMs).toISOString().replace('Z', '000Z');
}
