import { z } from 'zod';

const Line = z.looseObject({ time: z.string(), level: z.string(), msg: z.string().default('') });

/**
 * A line of the JSON log as text for people: time, level, message, and fields as `name=value`. Values are as JSON has them, so that none can forge a
 * line; a stack stands on lines of its own below. What is no line of the log is given back as it is.
 */
export function textLine(json: string): string {
  let parsed: z.infer<typeof Line>;
  try {
    parsed = Line.parse(JSON.parse(json));
  } catch {
    return json;
  }
  const { time, level, msg, ...fields } = parsed;
  const { stack, rest } = withoutStack(fields);
  const pairs = Object.entries(rest).map(([name, value]) => ` ${name}=${JSON.stringify(value)}`);
  const below = stack === undefined ? '' : `\n${stack.replace(/^/gm, '    ')}`;
  return `${time} ${level.toUpperCase().padEnd(5)} ${msg.replace(/[\r\n]/g, '\\n')}${pairs.join('')}${below}\n`;
}

const Failure = z.looseObject({ error: z.looseObject({ stack: z.string() }) });

function withoutStack(fields: Readonly<Record<string, unknown>>): {
  readonly stack: string | undefined;
  readonly rest: Readonly<Record<string, unknown>>;
} {
  const failure = Failure.safeParse(fields);
  if (!failure.success) return { stack: undefined, rest: fields };
  const { stack, ...error } = failure.data.error;
  return { stack, rest: { ...fields, error } };
}
