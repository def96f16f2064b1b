import { terminal } from '#kernel';
import type { HostPattern } from './host-pattern.ts';

/** Who may be sent credentials. */
export interface HostPolicyOptions {
  /** Empty: resources choose freely where to send the credentials that they name. */
  readonly allowed: readonly HostPattern[];
  /** The host that the operator itself is set to, normalised; undefined when it is set to none that can be used. */
  own(): string | undefined;
}

/**
 * Decides which hosts are logged in to. The operator's own host is, always. Another one must be allowed by name where anything is; and for proofs of the
 * operator's own identity it must be in any case, or a resource could have the cloud identity of the operator sent to a server of its author.
 */
export class HostPolicy {
  constructor(private readonly options: HostPolicyOptions) {}

  /** Throws terminal `HostNotAllowed`. `from`: where the address is written. */
  admit(base: string, from: string, provesOperator: boolean): void {
    const { allowed } = this.options;
    if (this.options.own() === base || allowed.some((pattern) => pattern.matches(base))) return;
    if (allowed.length === 0 && !provesOperator) return;
    const why = provesOperator
      ? 'is not one that a proof of the identity of the operator itself is sent to'
      : 'is not one that this operator calls';
    throw terminal('HostNotAllowed', `${from} "${base}" ${why}.`);
  }
}
