import { z } from 'zod';
import { command } from '../sandbox/command.ts';

const Manifest = z.tuple([z.object({ Config: z.string(), Layers: z.array(z.string()) })]);
const Config = z.object({
  config: z.object({
    User: z.string(),
    Entrypoint: z.array(z.string()),
    Cmd: z.array(z.string()),
    Labels: z.record(z.string(), z.string()),
  }),
});

/** One layer: its size when unpacked, and the names of its files without a slash at the beginning. */
export interface ImageLayer {
  readonly bytes: number;
  readonly files: readonly string[];
}

/** What an archive of an image holds, the layers of its base first. */
export interface ImageArchive {
  readonly layers: readonly ImageLayer[];
  readonly config: z.infer<typeof Config>['config'];
  /** Content of a file of the last layer. */
  read(file: string): Promise<string>;
}

/** Reads an archive in the format of `docker save`. */
export async function openArchive(archive: string): Promise<ImageArchive> {
  const member = (name: string): Promise<string> =>
    command(['tar', '--extract', '--to-stdout', '--file', archive, name]);
  const [{ Config: configFile, Layers: names }] = Manifest.parse(JSON.parse(await member('manifest.json')));
  const inLayer = (name: string, action: string): Promise<string> =>
    // A pipe between two processes; names come from the archive that was just written.
    command([
      'sh',
      '-c',
      `tar --extract --to-stdout --file "$1" "$2" | tar ${action} --file - $3`,
      'sh',
      archive,
      name,
    ]);
  const layers = names.map(async (name): Promise<ImageLayer> => {
    const list = await inLayer(name, '--list');
    const bytes = await command([
      'sh',
      '-c',
      'tar --extract --to-stdout --file "$1" "$2" | wc -c',
      'sh',
      archive,
      name,
    ]);
    return {
      bytes: Number(bytes),
      files: list
        .split('\n')
        .map((file) => file.replace(/\/$/, ''))
        .filter((file) => file !== ''),
    };
  });
  return {
    layers: await Promise.all(layers),
    config: Config.parse(JSON.parse(await member(configFile))).config,
    read: (file) => inLayer(names.at(-1) ?? '', `--extract --to-stdout ${file}`),
  };
}
