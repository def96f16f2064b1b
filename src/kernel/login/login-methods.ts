import {
  AUTH_METHOD,
  OperatorError,
  terminal,
  type AuthMethodContribution,
  type AuthRequest,
  type ChosenLogin,
  type Clock,
  type Log,
  type LoginMaterial,
  type MethodReference,
  type ObjectKey,
} from '../contracts/index.ts';
import type { ExtensionRegistry, Registered } from '../plugins/index.ts';
import { ThirdPartyMethod } from './third-party-method.ts';

/** Field under `spec.authentication` that names a third party's method. */
export const THIRD_PARTY = 'plugin';

/** The methods that have a field of their own in specs: those that come with the operator. */
export function builtInMethods(extensions: ExtensionRegistry): readonly AuthMethodContribution[] {
  return extensions
    .all(AUTH_METHOD)
    .flatMap(({ origin, contribution }) => (origin === 'built-in' ? [contribution] : []));
}

/** What a plugin reads with, bound to one resource. */
export type BoundServices = Pick<AuthRequest<unknown>, 'secrets' | 'tokens'>;

/** The login methods that are loaded, as resources use them. */
export class LoginMethods {
  constructor(
    private readonly extensions: ExtensionRegistry,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /** Objects whose change must lead to a new pass. Total: where a plugin cannot tell, there are none, and `prepare` says why. */
  references(chosen: ChosenLogin, resource: ObjectKey): readonly MethodReference[] {
    const method = this.find(chosen);
    if (method === undefined) return [];
    if (method.origin === 'built-in') return method.contribution.references(chosen.spec, resource);
    try {
      return this.guarded(method).references(chosen.spec, resource);
    } catch (error) {
      if (error instanceof OperatorError) return [];
      throw error;
    }
  }

  /**
   * The material for one login. Throws what the method throws, terminal `PluginUnavailable` when there is no such method,
   * `PluginRefused` when its plugin may not be loaded, and of a third party's method also terminal `PluginConfigInvalid` and `PluginFailed`.
   */
  prepare(
    chosen: ChosenLogin,
    resource: ObjectKey,
    services: BoundServices,
    signal: AbortSignal,
  ): Promise<LoginMaterial> {
    const method = this.find(chosen);
    if (method === undefined) return Promise.reject(this.unavailable(chosen));
    const { secrets, tokens } = services;
    if (method.origin === 'third-party') {
      return this.guarded(method).prepare(chosen.spec, resource, { secrets, tokens }, signal);
    }
    return method.instance().prepare({ spec: chosen.spec, resource, secrets, tokens }, signal);
  }

  /** Whether what the method gives proves the identity of the operator itself. */
  provesOperator(chosen: ChosenLogin): boolean {
    return this.find(chosen)?.contribution.identity === 'operator';
  }

  /** Fields lead to built-in methods and names to those of third parties, so neither can pass for the other. */
  private find({ field, key }: ChosenLogin): Registered<AuthMethodContribution> | undefined {
    const method = this.extensions.find(AUTH_METHOD, key);
    return (method?.origin === 'third-party') === (field === THIRD_PARTY) ? method : undefined;
  }

  private guarded(method: Registered<AuthMethodContribution>): ThirdPartyMethod {
    return new ThirdPartyMethod(method, this.clock, this.log);
  }

  private unavailable({ field, key }: ChosenLogin): OperatorError {
    const named = field === THIRD_PARTY;
    const refusal = named ? this.extensions.refusal(key) : undefined;
    if (refusal !== undefined) return terminal('PluginRefused', refusal);
    const origin = named ? 'third-party' : 'built-in';
    const known = this.extensions.all(AUTH_METHOD).filter((method) => method.origin === origin);
    const keys = known.map(({ contribution }) => contribution.key).join(', ');
    const problem = named
      ? `plugin.name: no plugin of a third party has the login method ${JSON.stringify(key)}.`
      : `${field}: this login method is not part of this operator.`;
    return terminal('PluginUnavailable', `spec.authentication.${problem}`, {
      hint: keys === '' ? 'None is loaded.' : `Available: ${keys}.`,
    });
  }
}
