import { fromPromise, type PromiseActorLogic } from 'xstate';
import {
  AUTH_METHOD,
  OperatorError,
  SYNC_TARGET,
  asOperatorError,
  formatKey,
  terminal,
  type ExtensionRegistry,
  type HostAddress,
  type Infisical,
  type InfisicalSession,
  type LoginMaterial,
  type SecretReader,
  type Settings,
  type SourceSnapshot,
  type SyncTarget,
} from '#kernel';
import { desiredTarget, managedByText } from './desired.ts';
import type { Expectations } from './expectations.ts';
import { fingerprintOfDesired } from './fingerprint.ts';
import { planTarget, type Comparison, type OwnerCheck, type TargetStep } from './plan.ts';
import type { InfisicalSecretSpec, TargetSpec } from './spec-parse.ts';
import type { Work } from './work.ts';
import type { TargetRecord, WriteResult } from './write-result.ts';

/** What the actors work with; all of it interfaces of the kernel. */
export interface ActorServices {
  readonly extensions: ExtensionRegistry;
  readonly infisical: Infisical;
  readonly secrets: SecretReader;
  readonly settings: Settings;
  readonly expectations: Expectations;
  /** Whether the resource that a target names as its own still lives, still wants that target, and is another one. */
  isClaimedByAnother(work: Work, target: TargetSpec): OwnerCheck;
}

/** The actors of the machine, each for one pass. */
export interface Actors {
  readonly authenticate: PromiseActorLogic<InfisicalSession, undefined>;
  readonly fetch: PromiseActorLogic<Comparison, InfisicalSession | undefined>;
  readonly write: PromiseActorLogic<WriteResult, Comparison | undefined>;
  readonly reload: PromiseActorLogic<undefined, Comparison | undefined>;
}

/** The real actors. Each passes on the signal of its state: leaving the state aborts the call. */
export function makeActors(services: ActorServices, work: Work): Actors {
  return {
    authenticate: fromPromise(({ signal }) => authenticate(services, work, signal)),
    fetch: fromPromise(({ input, signal }) => fetch(services, work, given(input), signal)),
    write: fromPromise(({ input, signal }) => write(services, work, given(input), signal)),
    // Rolling workloads is for reload plugins; none is part of the operator yet, so there is nothing to find.
    reload: fromPromise(() => Promise.resolve(undefined)),
  };
}

async function authenticate(services: ActorServices, work: Work, signal: AbortSignal): Promise<InfisicalSession> {
  const { method } = work.spec();
  const registered = services.extensions.find(AUTH_METHOD, method.key);
  if (registered === undefined) {
    throw terminal(
      'PluginUnavailable',
      `spec.authentication.${method.key}: this login method is not part of this operator.`,
      {
        hint: `Available: ${services.extensions
          .all(AUTH_METHOD)
          .map(({ contribution }) => contribution.key)
          .join(', ')}.`,
      },
    );
  }
  const request = { spec: method.spec, resource: work.object.metadata };
  const material: LoginMaterial = await registered.instance().prepare(request, signal);
  return services.infisical.open(await hostAddress(services, work, signal), material, signal);
}

async function hostAddress(services: ActorServices, work: Work, signal: AbortSignal): Promise<HostAddress> {
  const settings = services.settings.current();
  const { hostAPI: url = settings.hostAPI, caRef = settings.caRef } = work.spec();
  return caRef === undefined ? { url } : { url, caPem: await caBundle(services, caRef, signal) };
}

async function caBundle(
  { secrets }: ActorServices,
  caRef: NonNullable<InfisicalSecretSpec['caRef']>,
  signal: AbortSignal,
): Promise<string> {
  const invalid = (problem: string): OperatorError =>
    terminal('CaInvalid', `tls.caRef: Secret ${formatKey(caRef)} ${problem}.`);
  let pem: string | undefined;
  try {
    pem = (await secrets.read(caRef, signal)).get(caRef.key);
  } catch (error) {
    if (error instanceof OperatorError && error.reason === 'CredentialsNotFound') throw invalid('does not exist');
    throw error;
  }
  if (pem?.includes('-----BEGIN CERTIFICATE-----') !== true) {
    throw invalid(`has no PEM certificate under the key ${caRef.key}`);
  }
  return pem;
}

async function fetch(
  services: ActorServices,
  work: Work,
  session: InfisicalSession,
  signal: AbortSignal,
): Promise<Comparison> {
  const spec = work.spec();
  const maxAgeMs = work.forced ? 0 : work.intervalMs;
  const snapshot = await session.read(spec.method.scope, { maxAgeMs }, signal);
  if (snapshot.secrets.length === 0 && spec.emptyPolicy === 'Keep') throw emptySource(work);
  const steps: TargetStep[] = [];
  const errors: OperatorError[] = [];
  const invalidKeys = new Set<string>();
  for (const target of spec.targets) {
    try {
      const { step, invalid } = await compare(services, work, target, snapshot, signal);
      steps.push(step);
      invalid.forEach((key) => invalidKeys.add(key));
    } catch (error) {
      signal.throwIfAborted();
      errors.push(asOperatorError(error));
    }
  }
  if (invalidKeys.size > 0) errors.push(invalidKeyNames([...invalidKeys]));
  return { snapshot, steps, error: worst(errors) };
}

interface Compared {
  readonly step: TargetStep;
  readonly invalid: readonly string[];
}

async function compare(
  services: ActorServices,
  work: Work,
  spec: TargetSpec,
  snapshot: SourceSnapshot,
  signal: AbortSignal,
): Promise<Compared> {
  const kind = syncTarget(services, spec);
  const owner = {
    identity: work.identity,
    labels: work.object.metadata.labels,
    annotations: work.object.metadata.annotations,
  };
  const { target: desired, invalidKeys } = desiredTarget(spec, owner, snapshot.secrets, (value) => kind.encode(value));
  const step = planTarget({
    targetKind: spec.kind,
    desired,
    observed: await kind.observe(spec, signal),
    ownerUid: work.identity.uid,
    isClaimedByAnother: services.isClaimedByAnother(work, spec),
  });
  return { step, invalid: invalidKeys };
}

/** Writes what differs, one target after the other. A target that fails does not keep the next from being written. */
async function write(
  services: ActorServices,
  work: Work,
  comparison: Comparison,
  signal: AbortSignal,
): Promise<WriteResult> {
  const records: TargetRecord[] = [];
  const errors: OperatorError[] = comparison.error === undefined ? [] : [comparison.error];
  let wrote = false;
  for (const step of comparison.steps) {
    try {
      records.push(await writeOne(services, work, step, signal));
      if (step.kind !== 'keep') wrote = true;
    } catch (error) {
      signal.throwIfAborted();
      errors.push(asOperatorError(error));
    }
  }
  return { records, wrote, error: worst(errors) };
}

async function writeOne(
  services: ActorServices,
  work: Work,
  step: TargetStep,
  signal: AbortSignal,
): Promise<TargetRecord> {
  const { target: desired, targetKind: kind } = step;
  const { namespace, name } = desired;
  if (step.kind === 'keep') return { kind, namespace, name, uid: step.uid };
  // Set before the call: the watch may bring the echo of this write before the call has returned.
  services.expectations.set(
    { kind, namespace, name },
    managedByText(work.identity),
    work.identity.uid,
    fingerprintOfDesired(desired, work.identity.uid),
  );
  try {
    const mode =
      step.kind === 'create' ? { kind: step.kind } : { kind: step.kind, removeDataKeys: step.removeDataKeys };
    const { uid } = await syncTarget(services, { kind }).write(desired, mode, signal);
    return { kind, namespace, name, uid };
  } catch (error) {
    // What is there now is unknown: any event of it must lead to a pass.
    services.expectations.clear({ kind, namespace, name });
    throw error;
  }
}

function syncTarget({ extensions }: ActorServices, { kind }: Pick<TargetSpec, 'kind'>): SyncTarget {
  const registered = extensions.find(SYNC_TARGET, kind);
  if (registered !== undefined) return registered.instance();
  throw terminal('PluginUnavailable', `Targets of the kind ${kind} are not part of this operator.`, {
    hint: 'Remove them from the spec.',
  });
}

/** The failure to report of several: a terminal one first, because only a person can end it. */
function worst(errors: readonly OperatorError[]): OperatorError | undefined {
  return errors.find(({ disposition }) => disposition === 'terminal') ?? errors[0];
}

function emptySource(work: Work): OperatorError {
  const { environment = 'its environment', path } = work.spec().method.scope;
  return terminal(
    'EmptySource',
    `Infisical has no secret in ${path} of ${environment}; the targets stay as they are.`,
    {
      hint: 'Check envSlug and secretsPath, or set spec.emptyPolicy: Allow.',
    },
  );
}

function invalidKeyNames(keys: readonly string[]): OperatorError {
  const shown = keys.slice(0, 20).map((key) => JSON.stringify(key.slice(0, 64)));
  const more = keys.length > shown.length ? ' and more' : '';
  return terminal(
    'InvalidKeys',
    `Kubernetes cannot hold keys named ${shown.join(', ')}${more}; all others are in place.`,
    {
      hint: 'Rename them in Infisical: letters, digits, "-", "_" and "." only.',
    },
  );
}

function given<T>(input: T | undefined): T {
  if (input === undefined) throw new Error('a state was entered without what the one before it gives');
  return input;
}
