import {
  formatReference,
  terminal,
  type Access,
  type ChosenLogin,
  type DesiredTarget,
  type FieldReference,
  type HostAddress,
  type Infisical,
  type InfisicalSession,
  type LoginMaterial,
  type MethodReference,
  type ObjectKey,
  type ObservedTarget,
  type PushSource,
  type SecretReader,
  type SecretText,
  type ServiceAccountTokens,
  type SourceReader,
  type TargetAccess,
  type TargetObjects,
  type TargetReference,
  type WriteMode,
} from '../contracts/index.ts';
import { THIRD_PARTY, type LoginMethods } from '../login/index.ts';
import { checkTarget } from './check-target.ts';
import { DeclaredReferences } from './declared-references.ts';
import type { ReferencePolicy } from './reference-policy.ts';

/** What every resource has a way to, before it is asked whose way it is. Nothing but `Access` is built on it. */
export interface SharedServices {
  readonly secrets: SecretReader;
  readonly sources: SourceReader;
  readonly tokens: ServiceAccountTokens;
  readonly targets: ReadonlyMap<TargetReference['kind'], TargetObjects>;
  readonly infisical: Infisical;
  readonly logins: LoginMethods;
}

/** The ways of one resource, each of which leads past the policy. */
export class ResourceAccess implements Access {
  constructor(
    private readonly services: SharedServices,
    private readonly policy: ReferencePolicy,
    private readonly resource: ObjectKey,
  ) {}

  async readSecret(reference: FieldReference, signal: AbortSignal): Promise<SecretText> {
    await this.admit(reference, signal);
    return this.services.secrets.read(reference, signal);
  }

  async readSource(reference: FieldReference, signal: AbortSignal): Promise<PushSource | undefined> {
    await this.admit(reference, signal);
    return this.services.sources.readSource(reference, signal);
  }

  async logIn(chosen: ChosenLogin, host: HostAddress, signal: AbortSignal): Promise<InfisicalSession> {
    const { logins, infisical } = this.services;
    const declared = logins
      .references(chosen, this.resource)
      .map((reference) => ({ ...reference, field: fieldOf(chosen, reference) }));
    // Asked before the plugin runs, so that not even a token that is at hand serves a resource that may not name its source.
    for (const reference of declared) await this.admit(reference, signal);
    const narrowed = new DeclaredReferences(chosen.key, declared, this.services, (reference, during) =>
      this.admit(reference, during),
    );
    const services = { secrets: narrowed, tokens: narrowed };
    const material = await logins.prepare(chosen, this.resource, services, signal);
    return infisical.open(host, logins.provesOperator(chosen) ? marked(material) : material, signal);
  }

  target(reference: TargetReference): TargetAccess {
    const objects = this.services.targets.get(reference.kind);
    if (objects === undefined) {
      throw terminal('PluginUnavailable', `Targets of the kind ${reference.kind} are not part of this operator.`, {
        hint: 'Remove them from the spec.',
      });
    }
    const admit = (signal: AbortSignal): Promise<void> =>
      this.policy.admitTarget(this.resource.namespace, reference, signal);
    return {
      async observe(signal): Promise<ObservedTarget | undefined> {
        await admit(signal);
        return objects.observe(reference, signal);
      },
      async write(desired: DesiredTarget, mode: WriteMode, signal): Promise<ObservedTarget> {
        if (desired.namespace !== reference.namespace || desired.name !== reference.name) {
          throw new Error(`${desired.namespace}/${desired.name} is to be written as ${formatReference(reference)}`);
        }
        checkTarget(reference, desired);
        await admit(signal);
        return objects.write(desired, mode, signal);
      },
      async remove(uid, signal): Promise<void> {
        await admit(signal);
        await objects.remove(reference, uid, signal);
      },
    };
  }

  private admit(reference: FieldReference, signal: AbortSignal): Promise<void> {
    return this.policy.admit(this.resource.namespace, reference, signal);
  }
}

/** A copy that keeps the material's own object for its body, which may belong to a class. */
function marked(material: LoginMaterial): LoginMaterial {
  if (material.kind === 'token') return { ...material, provesOperator: true };
  const { kind, method, identity } = material;
  return { kind, method, identity, provesOperator: true, body: (signal) => material.body(signal) };
}

function fieldOf({ at, field }: ChosenLogin, reference: MethodReference): string {
  if (at !== undefined) return at;
  return ['spec.authentication', field, ...(field === THIRD_PARTY ? ['config'] : []), reference.field].join('.');
}
