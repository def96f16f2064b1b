import type {
  Clock,
  CustomResource,
  EventRecorder,
  Log,
  LogFields,
  OperatorError,
  Reason,
  ResourceIdentity,
  Timer,
} from '../contracts/index.ts';
import { parseConditions, type Condition } from './condition.ts';
import { hasFailed } from './has-failed.ts';
import type { StatusJournal } from './status-journal.ts';

/** A pass that takes longer says so in the status. */
const SLOW_PASS_MS = 2_000;

/** A whole status. */
export type Status = Readonly<Record<string, unknown>> & { readonly conditions: readonly Condition[] };

/** The pass that is reported on. */
export interface ReportedPass {
  readonly object: CustomResource;
  readonly identity: ResourceIdentity;
  readonly log: Log;
  readonly signal: AbortSignal;
}

/** How a pass came to rest, for the Event and the log. */
export interface Conclusion {
  readonly error: OperatorError | undefined;
  /** Of the Event, where nothing is wrong. */
  readonly reason: Reason;
  /** What the log is told of success and of failure, each in a few words. */
  readonly words: readonly [well: string, failed: string];
  readonly fields: LogFields;
}

/**
 * Writes what one pass has to say into the status: at its end, when it takes long, and in between where something must be on record before the pass goes
 * on. One write after the other, each made from what the one before it left.
 */
export class PassReporter<Report> {
  private last: Promise<unknown> = Promise.resolve();
  private timer: Timer | undefined;

  /** `compose` makes the status from what stands there and from the report. */
  constructor(
    private readonly services: {
      readonly clock: Clock;
      readonly events: EventRecorder;
      readonly journal: StatusJournal;
    },
    private readonly pass: ReportedPass,
    private readonly compose: (before: unknown, report: Report, nowMs: number) => Status,
  ) {}

  /**
   * From now on the pass says so when it takes long; `report` tells where it is then. A failure to do so is no failure of the pass. A resource that has failed
   * before says so already, and that it is tried again was to be expected.
   */
  watch(report: () => Report): void {
    this.timer = this.services.clock.timer(SLOW_PASS_MS, () => {
      if (hasFailed(conditionsOf(this.services.journal.current(this.pass.object)), this.pass.object)) return;
      this.note(report()).catch((error: unknown) => {
        this.pass.log.debug('the status of a slow pass could not be written', { error });
      });
    });
  }

  /** Puts a report on record, without an Event. Throws what the write throws. */
  async note(report: Report): Promise<void> {
    await this.write(report);
  }

  /** Ends the watch, and puts the end of the pass on record, with an Event when the condition Ready has flipped or has another reason. */
  async conclude(report: Report, { error, reason, words: [well, failed], fields }: Conclusion): Promise<void> {
    await this.end();
    const { before, after } = await this.write(report);
    const [was, is] = [before, after.conditions].map((conditions) => conditions.find(({ type }) => type === 'Ready'));
    if (is === undefined || (is.status === was?.status && is.reason === was.reason)) return;
    const { identity, log } = this.pass;
    this.services.events.record(identity, {
      type: error === undefined ? 'Normal' : 'Warning',
      reason: error?.reason ?? reason,
      message: is.message,
    });
    if (error === undefined) log.info(well, fields);
    else log.warn(failed, { ...fields, reason: error.reason, detail: error.message, error });
  }

  /** Ends the watch; resolves when nothing is being written any more. Safe to call again. */
  async end(): Promise<void> {
    this.timer?.cancel();
    await this.last.catch(() => undefined);
  }

  private write(report: Report): Promise<{ readonly before: readonly Condition[]; readonly after: Status }> {
    const { clock, journal } = this.services;
    const { object, identity, signal } = this.pass;
    const write = this.last
      .catch(() => undefined)
      .then(async () => {
        const current = journal.current(object);
        const after = this.compose(current, report, clock.now());
        await journal.write(object, identity, after, signal);
        return { before: conditionsOf(current), after };
      });
    this.last = write;
    return write;
  }
}

function conditionsOf(status: unknown): readonly Condition[] {
  const conditions: unknown =
    typeof status === 'object' && status !== null ? Reflect.get(status, 'conditions') : undefined;
  return parseConditions(conditions);
}
