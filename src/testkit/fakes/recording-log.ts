import type { Log, LogFields } from '#kernel';

/** One line as it was logged. */
export interface LogLine {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly message: string;
  readonly fields: LogFields;
}

/** A log that keeps its lines for assertions. Children write into the same list. */
export class RecordingLog implements Log {
  constructor(
    readonly lines: LogLine[] = [],
    private readonly bound: LogFields = {},
  ) {}

  debug(message: string, fields: LogFields = {}): void {
    this.add('debug', message, fields);
  }
  info(message: string, fields: LogFields = {}): void {
    this.add('info', message, fields);
  }
  warn(message: string, fields: LogFields = {}): void {
    this.add('warn', message, fields);
  }
  error(message: string, fields: LogFields = {}): void {
    this.add('error', message, fields);
  }
  child(fields: LogFields): Log {
    return new RecordingLog(this.lines, { ...this.bound, ...fields });
  }

  private add(level: LogLine['level'], message: string, fields: LogFields): void {
    this.lines.push({ level, message, fields: { ...this.bound, ...fields } });
  }
}
