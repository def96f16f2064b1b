import type { HostAddress, InfisicalSession } from './infisical.ts';
import type { ObjectReference } from './objects.ts';
import type { PushSource, SecretText } from './services.ts';
import type { SyncTarget } from './sync-target.ts';
import type { DesiredTarget, ObservedTarget, WriteMode } from './targets.ts';

/** An object that a spec names, with the field that names it: `spec.tls.caRef`. */
export interface FieldReference extends ObjectReference {
  readonly field: string;
}

/** An object that a resource writes to. */
export interface TargetReference extends FieldReference {
  readonly kind: SyncTarget['kind'];
}

/** The login method that a spec has chosen. */
export interface ChosenLogin {
  /** Where it stands under `spec.authentication`: a built-in method has a field of its own, all others are under `plugin`. */
  readonly field: string;
  /** Key of the contribution to `AUTH_METHOD`. */
  readonly key: string;
  /** Of a built-in method: its parsed fragment. Of a third party's: `config` as it stands in the spec. */
  readonly spec: unknown;
  /** The one field, from `spec` on, that stands for all of it; undefined: it is spelt out in `field`. */
  readonly at?: string;
}

/**
 * The ways of one resource into the cluster and to Infisical. There are no others: what a pass reads, writes, deletes or lets tokens be minted for goes
 * through here, where it is decided whether this resource may. All of it throws terminal `NamespaceRefused` for an object of another namespace that
 * the operator's policy does not let it use, whether or not that object exists.
 */
export interface Access {
  /** Throws terminal `CredentialsNotFound` when it does not exist, retryable `KubernetesUnavailable` when nobody can tell. */
  readSecret(reference: FieldReference, signal: AbortSignal): Promise<SecretText>;
  /** A Secret with its bytes and its version; undefined when it does not exist. Throws as `readSecret` does besides. */
  readSource(reference: FieldReference, signal: AbortSignal): Promise<PushSource | undefined>;
  /**
   * Lets the plugin of the method prepare the login, and opens a session. Throws what `AuthMethod.prepare` and `Infisical.open` throw, terminal
   * `PluginUnavailable` when there is no such method, and of a third party's method also terminal `PluginConfigInvalid` and `PluginFailed`.
   */
  logIn(chosen: ChosenLogin, host: HostAddress, signal: AbortSignal): Promise<InfisicalSession>;
  /** The one object that is named; nothing is asked of the cluster yet. Throws terminal `PluginUnavailable` when its kind is switched off. */
  target(reference: TargetReference): TargetAccess;
}

/** One object that a resource writes to: `TargetObjects` for this object alone. */
export interface TargetAccess {
  observe(signal: AbortSignal): Promise<ObservedTarget | undefined>;
  write(desired: DesiredTarget, mode: WriteMode, signal: AbortSignal): Promise<ObservedTarget>;
  remove(uid: string, signal: AbortSignal): Promise<void>;
}
