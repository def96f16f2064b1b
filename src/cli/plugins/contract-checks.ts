import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { RecordingLog, authMethodContract, type ContractCheck } from '#testkit';
import { BUILT_IN_PLUGINS, SystemClock } from '../../app/index.ts';
import { UNCHECKED, openPlugins, readPackage } from '../../third-party/index.ts';
import { UsageError } from '../command-io.ts';
import { pluginFolder } from './plugin-folder.ts';

const texts = z.record(z.string(), z.string());

/** contract.json: what the contract suite has to know of a plugin. */
const Subject = z.strictObject({
  config: z.record(z.string(), z.unknown()).default({}),
  fragment: z.unknown(),
  refused: z.array(z.unknown()).min(1),
  secrets: z.record(z.string(), texts).default({}),
  serviceAccounts: z.array(z.string()).default([]),
  storedTokens: texts.default({}),
  platform: z
    .strictObject({
      files: texts.default({}),
      answer: z.strictObject({ status: z.int(), body: z.string(), headers: texts.default({}) }).optional(),
    })
    .optional(),
  confidential: z.array(z.string().min(1)).min(1),
});

/** The contract of login methods for the plugin of a folder, and what ends its process. Throws `UsageError` when there is nothing to check. */
export async function contractChecks(
  named: string,
): Promise<{ readonly checks: readonly ContractCheck[]; readonly close: () => Promise<void> }> {
  const folder = await pluginFolder(named);
  const { config, platform, ...subject } = await subjectOf(folder);
  const { manifest } = await readPackage(folder, UNCHECKED);
  const { key: name } = manifest.extensionPoints['auth-method'];
  const opened = await openPlugins([{ name, path: folder, manifestSha256: UNCHECKED, config }], {
    clock: new SystemClock(),
    log: new RecordingLog(),
    environment: process.env,
    builtIn: BUILT_IN_PLUGINS,
    folder,
  });
  const [plugin] = opened.plugins;
  if (plugin === undefined) throw new UsageError(opened.refused.get(name) ?? 'the plugin was refused');
  const answer = platform?.answer;
  const checks = authMethodContract({
    plugin,
    ...subject,
    ...(platform !== undefined && {
      platform: { files: platform.files, ...(answer !== undefined && { answer: () => answer }) },
    }),
  });
  return { checks, close: () => opened.close() };
}

/** Beside the plugin's folder, or in it where it has all. */
async function subjectOf(folder: string): Promise<z.output<typeof Subject>> {
  const places = [join(dirname(folder), 'contract.json'), join(folder, 'contract.json')];
  for (const place of places) {
    const text = await readFile(place, 'utf8').catch(() => undefined);
    if (text === undefined) continue;
    const { data, error } = Subject.safeParse(parse(text, place));
    if (error === undefined) return data;
    throw new UsageError(`${place} cannot be used:\n${z.prettifyError(error)}`);
  }
  throw new UsageError(`there is no ${places.join(', nor ')}: it says what to check the plugin with`);
}

function parse(text: string, place: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageError(`${place} is no JSON`);
  }
}
