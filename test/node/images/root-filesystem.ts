import { chmod, copyFile, cp, mkdir, realpath, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { command } from '../sandbox/command.ts';

const CERTIFICATES = '/etc/ssl/certs/ca-certificates.crt';
const USERS = `root:x:0:0:root:/root:/bin/sh
nonroot:x:65532:65532:nonroot:/:/none
`;

/** Empty or missing folders, one for each base. */
interface RootFolders {
  readonly run: string;
  readonly build: string;
  readonly plugin: string;
}

/**
 * The base images of the tests, from files of this machine: `run` has Node with what it loads, certificates and users, as a distroless base
 * has; `build` has a shell and npm besides; `plugin` has the one program that copies a plugin of a third party. All are as small as they can be, so that what is missing in them shows.
 */
export async function writeRootFilesystems(folders: RootFolders): Promise<void> {
  const node = await realpath(process.execPath);
  for (const root of [folders.run, folders.build]) {
    await mkdir(join(root, 'tmp'), { recursive: true });
    await chmod(join(root, 'tmp'), 0o1777);
    await mkdir(join(root, 'root'));
    await place(root, CERTIFICATES);
    await writeFile(join(root, 'etc/passwd'), USERS);
    await writeFile(join(root, 'etc/group'), 'root:x:0:\nnonroot:x:65532:\n');
  }
  await placeProgram(folders.run, node, '/nodejs/bin/node');
  await placeProgram(folders.build, node, '/usr/local/bin/node');
  await placeProgram(folders.build, '/bin/sh');
  await placeProgram(folders.build, '/usr/bin/env');
  await placeProgram(folders.plugin, '/bin/cp');
  const modules = join(folders.build, 'usr/local/lib/node_modules');
  await cp(await npmFolder(), join(modules, 'npm'), { recursive: true });
  await symlink('../lib/node_modules/npm/bin/npm-cli.js', join(folders.build, 'usr/local/bin/npm'));
}

/** The folder of the npm that runs this, or of the one in PATH. */
async function npmFolder(): Promise<string> {
  const given = process.env['npm_execpath'] ?? (await command(['which', 'npm'])).trim();
  return dirname(dirname(await realpath(given)));
}

/** Copies a program and the shared libraries that it loads. */
async function placeProgram(root: string, file: string, at = file): Promise<void> {
  await place(root, file, at);
  // Such as "libc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x…)" and "/lib64/ld-linux-x86-64.so.2 (0x…)".
  const libraries = (await command(['ldd', file])).match(/\/[^\s()]+/g) ?? [];
  for (const library of libraries) await place(root, library);
}

async function place(root: string, file: string, at = file): Promise<void> {
  await mkdir(dirname(join(root, at)), { recursive: true });
  await copyFile(file, join(root, at));
}
