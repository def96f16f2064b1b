import { assetsOrSkip } from '../../cluster/index.ts';
import { EmulatedServer } from './emulated-server.ts';
import { RealServer } from './real-server.ts';
import type { Server } from './server.ts';

let emulated: Promise<Server> | undefined;
let real: Promise<Server> | undefined;

// One of each for the whole run: a control plane takes seconds to start. Tests keep apart by namespace.
after('stop the API servers', async function () {
  this.timeout(30_000);
  for (const server of [emulated, real]) await (await server)?.stop();
});

/** What tests may ask of a server before it runs. */
export interface Abilities {
  /** Whether `Server.holdWrites` is there. */
  readonly holdsWrites: boolean;
}

/**
 * Declares the same tests for each server. Without the binaries of a control plane those of the real one are left out, in one line
 * at the end of the run.
 */
export function onEachServer(title: string, declare: (server: () => Server, abilities: Abilities) => void): void {
  describe(`${title}, on the emulator`, function () {
    this.timeout(60_000);
    let server: Server | undefined;
    before(async () => {
      server = await emulatedServer();
    });
    declare(() => given(server), { holdsWrites: true });
  });

  describe(`${title}, on a real API server`, function () {
    this.timeout(60_000);
    let server: Server | undefined;
    before(async function () {
      server = await realServer(this);
    });
    declare(() => given(server), { holdsWrites: false });
  });
}

/** The shared emulator. */
function emulatedServer(): Promise<Server> {
  return (emulated ??= EmulatedServer.start());
}

/** The shared control plane; skips the suite of that hook when there are no binaries. */
async function realServer(context: Mocha.Context): Promise<Server> {
  const assets = await assetsOrSkip(context);
  return (real ??= RealServer.start(assets));
}

function given(server: Server | undefined): Server {
  if (server === undefined) throw new Error('the server is used before it was started');
  return server;
}
