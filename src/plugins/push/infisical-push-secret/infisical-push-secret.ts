import type { z } from 'zod';
import {
  asOperatorError,
  builtInMethods,
  CLOCK,
  CLUSTER_OBJECTS,
  connectionReferences,
  EVENT_RECORDER,
  EXTENSIONS,
  FINALIZERS,
  FORCE_SYNC,
  formatKey,
  hasFailed,
  laneOf,
  LOG,
  LoginMethods,
  ParsedSpecs,
  PassReporter,
  RANDOM,
  runPass,
  service,
  SETTINGS,
  STATUS_WRITER,
  StatusJournal,
  TEMPLATES,
  urgencyOf,
  Waits,
  type Access,
  type Clock,
  type ClusterObjects,
  type CustomResource,
  type EventRecorder,
  type ExtensionRegistry,
  type Finalizers,
  type Log,
  type ObjectReference,
  type Pass,
  type PassResult,
  type Priority,
  type Random,
  type Resource,
  type Settings,
  type StatusWriter,
  type Templates,
} from '#kernel';
import { makeActors, type ActorServices } from './actors.ts';
import { ABANDON, FINALIZER } from './annotations.ts';
import { infisicalPushSecretDefinition } from './definition.ts';
import { keeperOf } from './generated.ts';
import { infisicalPushSecretMachine, isState, type PassContext, type State } from './machine.ts';
import { reportOf } from './pass-report.ts';
import { requeueAfter } from './requeue.ts';
import { infisicalPushSecretSpec, type InfisicalPushSecretFields } from './spec.ts';
import { parseInfisicalPushSecretSpec, type InfisicalPushSecretSpec } from './spec-parse.ts';
import { NOTHING_YET, previousStatus, statusAfter, type PassReport } from './status-report.ts';
import type { Work } from './work.ts';

/** Longest time that a pass may take: several calls to Infisical at their own limits. */
const PASS_DEADLINE_MS = 120_000;

/** The resource InfisicalPushSecret: keeps a place in Infisical as its source and its policies want it. */
@service(
  EXTENSIONS,
  SETTINGS,
  TEMPLATES,
  CLUSTER_OBJECTS,
  FINALIZERS,
  STATUS_WRITER,
  EVENT_RECORDER,
  CLOCK,
  RANDOM,
  LOG,
)
export class InfisicalPushSecret implements Resource {
  private readonly specs: ParsedSpecs<InfisicalPushSecretSpec>;
  private readonly journal: StatusJournal;
  private readonly logins: LoginMethods;
  private readonly waits: Waits;
  private readonly services: ActorServices;

  constructor(
    extensions: ExtensionRegistry,
    private readonly settings: Settings,
    templates: Templates,
    clusterObjects: ClusterObjects,
    private readonly finalizers: Finalizers,
    statusWriter: StatusWriter,
    private readonly events: EventRecorder,
    private readonly clock: Clock,
    private readonly random: Random,
    private readonly log: Log,
  ) {
    let schema: z.ZodType<InfisicalPushSecretFields> | undefined;
    // Made for the first spec: all plugins are loaded by then.
    this.specs = new ParsedSpecs((object) =>
      parseInfisicalPushSecretSpec((schema ??= infisicalPushSecretSpec(builtInMethods(extensions))), object),
    );
    this.logins = new LoginMethods(extensions, clock, log);
    this.journal = new StatusJournal(statusWriter);
    this.waits = new Waits(clock);
    this.services = { settings, extensions, templates, clusterObjects, clock, finalizers };
  }

  references(object: CustomResource): readonly ObjectReference[] {
    const spec = this.specs.find(object);
    const { dependencies } = this.settings.current();
    if (spec === undefined) return dependencies;
    const keeper = spec.generated.length === 0 ? [] : [keeperOf(object.metadata)];
    const secrets = [...(spec.source === undefined ? [] : [spec.source]), ...keeper];
    return [
      ...connectionReferences(spec, object.metadata, this.logins),
      ...secrets.map(({ kind, namespace, name }): ObjectReference => ({ kind, namespace, name })),
      ...dependencies,
    ];
  }

  lane(object: CustomResource): string {
    return laneOf(this.specs.find(object), this.settings);
  }

  urgency(previous: CustomResource | undefined, next: CustomResource): Priority | undefined {
    return urgencyOf(previous, next);
  }

  concerns(): boolean {
    return true;
  }

  forget(object: CustomResource): void {
    this.journal.forget(object);
    this.waits.end(formatKey(object.metadata));
  }

  async reconcile({ object, id, signal, access, entered: tell }: Pass): Promise<PassResult> {
    const { deleting, finalizers } = object.metadata;
    // Not held back by us: it goes without our doing.
    if (deleting && !finalizers.includes(FINALIZER)) return { state: 'withdrawn', requeue: { kind: 'none' } };
    const log = this.log.child({ resource: formatKey(object.metadata), pass: id });
    const reporter = this.reporterFor(object, log, signal);
    const work = this.workFor(object, access, reporter);
    let current: State = 'authenticating';
    reporter.watch(() => ({ ...NOTHING_YET, state: current }));
    try {
      if (deleting && this.mayGo(object)) return await this.letGo(work, reporter, signal);
      const { state, output } = await runPass({
        machine: infisicalPushSecretMachine.provide({ actors: makeActors(this.services, work) }),
        input: { leaving: deleting },
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
      const requeue = requeueAfter(end, output, work, this.random);
      if (this.mustWait(work, output)) return await this.wait(work, output, reporter);
      // It may be gone already, and has nothing to tell any more.
      if (end !== 'withdrawn') await conclude(reporter, reportOf(end, output, work));
      return { state: end, requeue };
    } finally {
      await reporter.end();
    }
  }

  /** Whether nothing is to be deleted in Infisical, so that not even a login is needed. */
  private mayGo(object: CustomResource): boolean {
    return object.metadata.annotations[ABANDON] === 'true' || this.specs.find(object)?.policies.deletes === false;
  }

  private async letGo({ identity }: Work, reporter: Reporter, signal: AbortSignal): Promise<PassResult> {
    try {
      await this.finalizers.remove(identity, FINALIZER, signal);
      return { state: 'withdrawn', requeue: { kind: 'none' } };
    } catch (thrown) {
      signal.throwIfAborted();
      const error = asOperatorError(thrown);
      const state = error.disposition === 'terminal' ? 'error' : 'retrying';
      await conclude(reporter, { ...NOTHING_YET, state, error });
      return { state, requeue: { kind: 'backoff', atLeastMs: error.retryAfterMs ?? 0 } };
    }
  }

  /** Whether the pass could not do its work because it was not its turn, which is nothing to tell unless it goes on for long. */
  private mustWait({ object, force, intervalMs }: Work, { error }: PassContext): boolean {
    const isTold = hasFailed(previousStatus(this.journal.current(object)).conditions, object);
    return this.waits.isQuiet(formatKey(object.metadata), error, { force, intervalMs, isTold });
  }

  private async wait(work: Work, output: PassContext, reporter: Reporter): Promise<PassResult> {
    const { conditions } = previousStatus(this.journal.current(work.object));
    // Who has just made it shall see that it was noticed.
    if (!conditions.some(({ type }) => type === 'Ready')) {
      await reporter.note({ ...NOTHING_YET, state: output.session === undefined ? 'authenticating' : 'fetching' });
    }
    return { state: 'waiting', requeue: requeueAfter('retrying', output, work, this.random) };
  }

  private workFor(object: CustomResource, access: Access, reporter: Reporter): Work {
    const annotation = object.metadata.annotations[FORCE_SYNC];
    const { places, pendingApproval, lastHandledRefresh } = previousStatus(this.journal.current(object));
    return {
      object,
      identity: identityOf(object),
      access,
      spec: () => this.specs.get(object),
      intervalMs: this.specs.find(object)?.resyncMs ?? this.settings.current().resyncMs,
      recorded: places,
      pendingApproval,
      force: annotation === lastHandledRefresh ? undefined : annotation,
      record: ({ current, former }) =>
        reporter.note({
          ...NOTHING_YET,
          state: 'writing',
          places: { current, managed: current.managed, former },
        }),
    };
  }

  private reporterFor(object: CustomResource, log: Log, signal: AbortSignal): Reporter {
    const { clock, events, journal } = this;
    const identity = identityOf(object);
    return new PassReporter({ clock, events, journal }, { object, identity, log, signal }, (before, report, nowMs) =>
      statusAfter(object, previousStatus(before), report, nowMs),
    );
  }
}

type Reporter = PassReporter<PassReport>;

function conclude(reporter: Reporter, report: PassReport): Promise<void> {
  const { error, state, secretsCount: secrets } = report;
  const fields = error === undefined ? { secrets } : { state };
  return reporter.conclude(report, { error, reason: 'Pushed', words: ['pushed', 'not pushed'], fields });
}

function identityOf({ metadata }: CustomResource): Work['identity'] {
  const { namespace, name, uid } = metadata;
  return { type: infisicalPushSecretDefinition.type, namespace, name, uid };
}
