import { fromPromise, type PromiseActorLogic } from 'xstate';
import { OperatorError, formatKey, terminal, type HostAddress, type InfisicalSession, type Settings } from '#kernel';
import type { ReloadInput } from './machine.ts';
import type { Comparison } from './plan.ts';
import { reloadWorkloads, type ReloadResult, type ReloadServices } from './reload/index.ts';
import type { InfisicalSecretSpec } from './spec-parse.ts';
import { reloadTargets } from './reload-targets.ts';
import { compareTargets, writeTargets, type TargetServices } from './targets.ts';
import type { Work } from './work.ts';
import type { WriteResult } from './write-result.ts';

/** What the actors work with; all of it interfaces of the kernel. */
export interface ActorServices extends TargetServices, ReloadServices {
  readonly settings: Settings;
}

/** The actors of the machine, each for one pass. */
export interface Actors {
  readonly authenticate: PromiseActorLogic<InfisicalSession, undefined>;
  readonly fetch: PromiseActorLogic<Comparison, InfisicalSession | undefined>;
  readonly write: PromiseActorLogic<WriteResult, Comparison | undefined>;
  readonly reload: PromiseActorLogic<ReloadResult, ReloadInput>;
}

/** The real actors. Each passes on the signal of its state: leaving the state aborts the call. */
export function makeActors(services: ActorServices, work: Work): Actors {
  return {
    authenticate: fromPromise(({ signal }) => authenticate(services, work, signal)),
    fetch: fromPromise(({ input, signal }) => fetch(services, work, given(input), signal)),
    write: fromPromise(({ input, signal }) => writeTargets(services, work, given(input), signal)),
    reload: fromPromise(({ input: { comparison, written }, signal }) =>
      reloadWorkloads(services, reloadTargets(comparison, written, work.inventory), work.workloadsBehind, signal),
    ),
  };
}

async function authenticate(services: ActorServices, work: Work, signal: AbortSignal): Promise<InfisicalSession> {
  const host = await hostAddress(services, work, signal);
  return work.access.logIn(work.spec().method, host, signal);
}

async function hostAddress(services: ActorServices, work: Work, signal: AbortSignal): Promise<HostAddress> {
  const { host, ca } = services.settings.current();
  const { hostAPI, caRef } = work.spec();
  const address = hostAPI === undefined ? host : { url: hostAPI, from: 'spec.hostAPI' };
  if (caRef !== undefined) return { ...address, caPem: await caBundle(work, caRef, signal) };
  if (ca === undefined) return address;
  if ('error' in ca) throw ca.error;
  return { ...address, caPem: ca.pem };
}

async function caBundle(
  { access }: Work,
  caRef: NonNullable<InfisicalSecretSpec['caRef']>,
  signal: AbortSignal,
): Promise<string> {
  const invalid = (problem: string): OperatorError =>
    terminal('CaInvalid', `spec.tls.caRef: Secret ${formatKey(caRef)} ${problem}.`);
  let pem: string | undefined;
  try {
    pem = (await access.readSecret({ kind: 'Secret', field: 'spec.tls.caRef', ...caRef }, signal)).get(caRef.key);
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
  const snapshot = await session.read(spec.method.scope, { maxAgeMs: work.maxAgeMs }, signal);
  if (snapshot.secrets.length === 0 && spec.emptyPolicy === 'Keep') throw emptySource(work);
  return compareTargets(services, work, snapshot, signal);
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

function given<T>(input: T | undefined): T {
  if (input === undefined) throw new Error('a state was entered without what the one before it gives');
  return input;
}
