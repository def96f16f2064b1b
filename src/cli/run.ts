import { Command } from 'commander';
import { z } from 'zod';
import { optionEntries, parseConfig, runOperator } from '../app/index.ts';

const Flags = z.record(z.string(), z.string());

/** `run`: the operator itself, until SIGTERM or SIGINT. Exit codes: 0 stopped, 1 failed, 2 cannot be configured. */
export function runCommand(): Command {
  const command = new Command('run').description('Runs the operator until it is told to stop.');
  for (const [, { flag, env, description }] of optionEntries()) {
    command.option(`--${flag} <value>`, `${description} (${env})`);
  }
  return command.action(async (given: unknown) => {
    const flags = Flags.parse(given);
    const config = parseConfig(
      Object.fromEntries(optionEntries().map(([name, { flag }]) => [name, flags[camelCase(flag)]])),
      process.env,
    );
    process.exitCode = await runOperator(config, {
      signal: stopSignal(),
      environment: process.env,
      writeLog: (line) => process.stdout.write(line),
    });
    // Whatever a hanging connection still holds must not keep a stopped operator alive.
    setTimeout(() => process.exit(), 500).unref();
  });
}

/** Aborted by the first SIGTERM or SIGINT; a second one ends the process at once. */
function stopSignal(): AbortSignal {
  const controller = new AbortController();
  const stop = (): void => {
    if (controller.signal.aborted) process.exit(1);
    controller.abort();
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  return controller.signal;
}

/** How commander names the value of a flag. */
function camelCase(flag: string): string {
  return flag.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
