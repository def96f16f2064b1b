import { pino, type Logger } from 'pino';
import type { Log, LogFields } from '#kernel';
import { textLine } from './text-line.ts';

/** How lines look. */
export type LogFormat = 'json' | 'text';

/**
 * Keys whose values are never written, at the top and one level down. Values of secrets are not logged in the first place; this is the
 * second line of defence.
 */
const REDACTED = [
  'value',
  'secretValue',
  'token',
  'accessToken',
  'clientSecret',
  'password',
  'jwt',
  'authorization',
  'data',
  'stringData',
  'body',
];

/** A structured log: one line per call, written at once, as JSON or as text for people. `write` is told each line, newline included. */
export function createLog(level: string, write: (line: string) => void, format: LogFormat = 'json'): Log {
  const paths = REDACTED.flatMap((key) => [key, `*.${key}`, `error.*.${key}`]);
  const logger = pino(
    {
      level,
      base: null,
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths, censor: '[redacted]' },
    },
    {
      write:
        format === 'json'
          ? write
          : (line) => {
              write(textLine(line));
            },
    },
  );
  return new PinoLog(logger);
}

class PinoLog implements Log {
  constructor(private readonly logger: Logger) {}

  debug(message: string, fields: LogFields = {}): void {
    this.logger.debug(printable(fields), message);
  }
  info(message: string, fields: LogFields = {}): void {
    this.logger.info(printable(fields), message);
  }
  warn(message: string, fields: LogFields = {}): void {
    this.logger.warn(printable(fields), message);
  }
  error(message: string, fields: LogFields = {}): void {
    this.logger.error(printable(fields), message);
  }
  child(fields: LogFields): Log {
    return new PinoLog(this.logger.child(printable(fields)));
  }
}

/**
 * An error is written by name, message and stack, with the chain of its causes, and by nothing else: libraries hang requests, headers and bodies on
 * theirs.
 */
function printable(fields: LogFields): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [key, value instanceof Error ? describe(value, 3) : value]),
  );
}

function describe(error: Error, depth: number): Record<string, unknown> {
  const { name, message, stack, cause } = error;
  const below = cause instanceof Error && depth > 0 ? { cause: describe(cause, depth - 1) } : {};
  return { name, message, stack, ...below };
}
