import { Scene, type SceneOptions } from './scene.ts';
import type { Server } from './server.ts';

/**
 * Runs a test in a scene of its own. When it has passed, nothing that was planted may be seen where it should not; the scene ends in any
 * case.
 */
export async function withScene(
  server: Server,
  options: SceneOptions,
  test: (scene: Scene) => Promise<void>,
): Promise<void> {
  const scene = await Scene.open(server, options);
  try {
    await test(scene);
    const found = await scene.leaks();
    if (found.length > 0) throw new Error(`secrets leaked:\n  ${found.join('\n  ')}`);
  } finally {
    await scene.end();
  }
}
