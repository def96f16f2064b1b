import type { z } from 'zod';
import {
  builtInMethods,
  CLOCK,
  EVENT_RECORDER,
  EXTENSIONS,
  FORCE_SYNC,
  FINALIZERS,
  LOG,
  LoginMethods,
  managedByText,
  ParsedSpecs,
  PassReporter,
  RANDOM,
  SETTINGS,
  STATUS_WRITER,
  StatusJournal,
  TEMPLATES,
  Waits,
  WORKLOADS,
  asOperatorError,
  formatKey,
  formatReference,
  hasFailed,
  laneOf,
  runPass,
  service,
  urgencyOf,
  type Access,
  type Clock,
  type CustomResource,
  type EventRecorder,
  type ExtensionRegistry,
  type Finalizers,
  type Log,
  type ObjectReference,
  type ObservedTarget,
  type Pass,
  type PassResult,
  type Priority,
  type Random,
  type Resource,
  type Settings,
  type StatusWriter,
  type Templates,
  type Wake,
  type Workloads,
} from '#kernel';
import { makeActors, type ActorServices } from './actors.ts';
import { Claims } from './claims.ts';
import { infisicalSecretDefinition } from './definition.ts';
import { releaseResource } from './deletion.ts';
import { Expectations } from './expectations.ts';
import { InstantUpdates } from './instant-updates.ts';
import { infisicalSecretMachine, isState, type PassContext, type State } from './machine.ts';
import { Rollouts } from './reload/index.ts';
import { NOTHING_YET, reportOf, type PassReport } from './pass-report.ts';
import { requeueAfter } from './requeue.ts';
import { previousStatus, statusAfter } from './status-report.ts';
import { parseInfisicalSecretSpec, type InfisicalSecretSpec } from './spec-parse.ts';
import { infisicalSecretSpec, type InfisicalSecretFields } from './spec.ts';
import { references } from './watches.ts';
import type { Work } from './work.ts';

/** Longest time that a pass may take: several calls to Infisical at their own limits, and the writes. */
const PASS_DEADLINE_MS = 60_000;

/** The resource InfisicalSecret: keeps its targets equal to a place in Infisical. */
@service(EXTENSIONS, SETTINGS, TEMPLATES, FINALIZERS, WORKLOADS, STATUS_WRITER, EVENT_RECORDER, CLOCK, RANDOM, LOG)
export class InfisicalSecret implements Resource {
  private readonly specs: ParsedSpecs<InfisicalSecretSpec>;
  private readonly journal: StatusJournal;
  private readonly expectations = new Expectations();
  private readonly claims = new Claims();
  private readonly rollouts: Rollouts;
  private readonly logins: LoginMethods;
  private readonly waits: Waits;
  private readonly instantUpdates = new InstantUpdates();

  constructor(
    private readonly extensions: ExtensionRegistry,
    private readonly settings: Settings,
    private readonly templates: Templates,
    private readonly finalizers: Finalizers,
    private readonly workloads: Workloads,
    statusWriter: StatusWriter,
    private readonly events: EventRecorder,
    private readonly clock: Clock,
    private readonly random: Random,
    private readonly log: Log,
  ) {
    let schema: z.ZodType<InfisicalSecretFields> | undefined;
    // Made for the first spec: all plugins are loaded by then.
    this.specs = new ParsedSpecs((object) =>
      parseInfisicalSecretSpec((schema ??= infisicalSecretSpec(builtInMethods(extensions))), object),
    );
    this.logins = new LoginMethods(extensions, clock, log);
    this.journal = new StatusJournal(statusWriter);
    this.rollouts = new Rollouts(extensions, workloads, clock);
    this.waits = new Waits(clock);
  }

  attach(wake: Wake): () => void {
    return this.instantUpdates.attach(wake);
  }

  references(object: CustomResource): readonly ObjectReference[] {
    const spec = this.specs.find(object);
    this.claims.set(managedBy(object), spec?.targets ?? []);
    this.instantUpdates.want(object, spec?.instantUpdates === true && !object.metadata.deleting);
    return [...references(spec, object.metadata, this.logins), ...this.settings.current().dependencies];
  }

  lane(object: CustomResource): string {
    return laneOf(this.specs.find(object), this.settings);
  }

  urgency(previous: CustomResource | undefined, next: CustomResource): Priority | undefined {
    return urgencyOf(previous, next);
  }

  concerns(object: CustomResource, reference: ObjectReference, observed: ObservedTarget | undefined): boolean {
    const isTarget = this.specs
      .find(object)
      ?.targets.some((target) => formatReference(target) === formatReference(reference));
    return isTarget !== true || !this.expectations.isMet(reference, managedBy(object), observed);
  }

  forget(object: CustomResource): void {
    this.journal.forget(object);
    this.expectations.forget(managedBy(object));
    this.claims.delete(managedBy(object));
    this.waits.end(formatKey(object.metadata));
    this.instantUpdates.want(object, false);
  }

  async reconcile({ object, id, signal, access, entered: tell }: Pass): Promise<PassResult> {
    const work = this.workFor(object, access);
    const log = this.log.child({ resource: formatKey(object.metadata), pass: id });
    const reporter = this.reporterFor(work, log, signal);
    if (object.metadata.deleting) return this.release(work, reporter, signal);
    let current: State = 'authenticating';
    reporter.watch(() => ({ ...NOTHING_YET, state: current }));
    try {
      const { state, output } = await runPass({
        machine: infisicalSecretMachine.provide({ actors: makeActors(this.services, work) }),
        input: undefined,
        signal,
        clock: this.clock,
        deadlineMs: PASS_DEADLINE_MS,
        onState: (entered) => {
          if (isState(entered)) current = entered;
          tell?.(entered);
        },
      });
      await reporter.end();
      const end = isState(state) ? state : 'error';
      if (this.mustWait(work, output)) return await this.wait(work, output, reporter);
      await conclude(reporter, reportOf(end, output, work, this.instantUpdates.verdict(object)));
      return { state: end, requeue: requeueAfter(end, output, work, { clock: this.clock, random: this.random }) };
    } finally {
      await reporter.end();
    }
  }

  /** Whether the pass could not do its work because it was not its turn, which is nothing to tell unless it goes on for long. */
  private mustWait({ object, force, intervalMs }: Work, { error }: PassContext): boolean {
    const { conditions } = previousStatus(this.journal.current(object));
    const isTold = hasFailed(conditions, object);
    return this.waits.isQuiet(formatKey(object.metadata), error, { force, intervalMs, isTold });
  }

  private async wait(work: Work, output: PassContext, reporter: Reporter): Promise<PassResult> {
    const { conditions } = previousStatus(this.journal.current(work.object));
    // Who has just made it shall see that it was noticed.
    if (!conditions.some(({ type }) => type === 'Ready')) {
      await reporter.note({ ...NOTHING_YET, state: output.session === undefined ? 'authenticating' : 'fetching' });
    }
    return {
      state: 'waiting',
      requeue: requeueAfter('retrying', output, work, { clock: this.clock, random: this.random }),
    };
  }

  /** What is being deleted is no longer ours to write for; what goes with it and no owner reference reaches is deleted here. */
  private async release(work: Work, reporter: Reporter, signal: AbortSignal): Promise<PassResult> {
    try {
      await releaseResource(this.services, work, this.specs.find(work.object)?.targets ?? [], signal);
      return { state: 'deleting', requeue: { kind: 'none' } };
    } catch (thrown) {
      signal.throwIfAborted();
      const error = asOperatorError(thrown);
      const state = error.disposition === 'terminal' ? 'error' : 'retrying';
      await conclude(reporter, { ...NOTHING_YET, state, error });
      return { state: 'deleting', requeue: { kind: 'backoff', atLeastMs: error.retryAfterMs ?? 0 } };
    }
  }

  private reporterFor({ object, identity }: Work, log: Log, signal: AbortSignal): Reporter {
    const { clock, events, journal } = this;
    return new PassReporter({ clock, events, journal }, { object, identity, log, signal }, (before, report, nowMs) =>
      statusAfter(object, previousStatus(before), report, nowMs),
    );
  }

  private get services(): ActorServices {
    return {
      extensions: this.extensions,
      settings: this.settings,
      templates: this.templates,
      clock: this.clock,
      finalizers: this.finalizers,
      workloads: this.workloads,
      rollouts: this.rollouts,
      expectations: this.expectations,
      events: this.events,
      instantUpdates: this.instantUpdates,
      isClaimedByAnother: this.claims.check.bind(this.claims),
    };
  }

  private workFor(object: CustomResource, access: Access): Work {
    const annotation = object.metadata.annotations[FORCE_SYNC];
    const {
      lastHandledRefresh: handled,
      managedTargets = [],
      workloadsBehind,
    } = previousStatus(this.journal.current(object));
    const intervalMs = this.specs.find(object)?.resyncMs ?? this.settings.current().resyncMs;
    const force = annotation === handled ? undefined : annotation;
    return {
      object,
      identity: identityOf(object),
      access,
      spec: () => this.specs.get(object),
      intervalMs,
      inventory: managedTargets,
      workloadsBehind,
      force,
      maxAgeMs: force === undefined ? intervalMs : this.waits.ageOf(formatKey(object.metadata), force),
    };
  }
}

type Reporter = PassReporter<PassReport>;

function conclude(reporter: Reporter, report: PassReport): Promise<void> {
  const fields = report.error === undefined ? { targets: report.targets?.length ?? 0 } : { state: report.state };
  return reporter.conclude(report, { error: report.error, reason: 'Synced', words: ['synced', 'not synced'], fields });
}

function identityOf({ metadata }: CustomResource): Work['identity'] {
  const { namespace, name, uid } = metadata;
  return { type: infisicalSecretDefinition.type, namespace, name, uid };
}

function managedBy(object: CustomResource): string {
  return managedByText(identityOf(object));
}
