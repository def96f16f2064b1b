import { BenchWorld } from './bench-world.ts';
import { coldSyncTable } from './cold-sync-table.ts';
import { parseColdSyncOptions } from './cold-sync-options.ts';
import { coldSyncResult, type Pair } from './cold-sync-result.ts';
import { bareLoopRound, exampleOf, operatorRound, type RoundSettings } from './cold-sync-rounds.ts';
import { writeSection } from './limits-page.ts';
import { operatorProgram } from './operator-process.ts';
import { surroundings, writeResult } from './result-file.ts';

/** So few that the warm-up is over soon, and so many that the API server has met each kind of request. */
const WARM_UP_RESOURCES = 50;

// How fast resources that nobody has worked on yet get their Secrets, beside a loop that writes the same and does nothing else. Both
// are processes of their own against one API server, turn and turn about, because shared machines are not equally fast at any two times.
const options = parseColdSyncOptions(process.argv.slice(2));
const program = operatorProgram(options.operatorFile);
const world = await BenchWorld.start();
try {
  const settings: RoundSettings = { ...options, program };
  const warmUp: RoundSettings = { ...settings, resources: WARM_UP_RESOURCES, cpuProfile: undefined };
  await operatorRound(world, 'warm-up', warmUp);
  const example = await exampleOf(world, 'warm-up');
  await world.clear('warm-up');
  const pairs: Pair[] = [];
  for (let round = 1; round <= options.rounds; round += 1) {
    const operator = await operatorRound(world, `operator-${round}`, settings);
    await world.clear(`operator-${round}`);
    const bareLoop = await bareLoopRound(world, `bare-loop-${round}`, settings, example);
    await world.clear(`bare-loop-${round}`);
    pairs.push({ operator, bareLoop });
    const [own, least] = [operator.seconds.toFixed(2), bareLoop.seconds.toFixed(2)];
    process.stdout.write(`round ${round}: operator ${own} s, bare loop ${least} s\n`);
  }
  const result = coldSyncResult(pairs, options, program.form, await surroundings(world.api));
  await writeResult(`cold-sync-${options.resources}`, result);
  process.stdout.write(`\n${coldSyncTable(result)}`);
  if (options.writeDocs) await writeSection('cold-sync', coldSyncTable(result));
} finally {
  await world.stop();
}
