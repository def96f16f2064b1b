import type { KubeObject } from './kube-object.ts';
import { PUSHED_TO, PushScene } from './push-scene.ts';
import { PROJECT, type SceneOptions } from './scene.ts';
import type { Server } from './server.ts';
import { withScene } from './with-scene.ts';

/** Holds a resource back until what it has made in Infisical is gone. */
export const FINALIZER = 'secrets.infisical.com/pushed-secrets';

/** "true" lets a resource go without anything being deleted in Infisical. */
export const ABANDON = 'secrets.infisical.com/abandon';

/** Content of the source. */
export const CONTENT = { API_KEY: 'a', DB_URL: 'b' };

/** The policy by which what was pushed goes with its key and with the resource. */
export const DELETES = { deletionPolicy: 'Delete' } as const;

/** Runs a test in a scene with a source `app`, and with the folder that it is pushed to. */
export function withPush(
  server: Server,
  options: SceneOptions,
  test: (push: PushScene) => Promise<void>,
): Promise<void> {
  return withScene(server, options, async (scene) => {
    scene.infisical.folder(PROJECT, 'dev', PUSHED_TO);
    await scene.createSecret('app', CONTENT);
    await test(new PushScene(scene));
  });
}

/** Applies the resource `app`, with `deletionPolicy: Delete`, and waits until all is pushed. */
export async function pushed(push: PushScene): Promise<KubeObject> {
  await push.apply({ name: 'app', ...DELETES });
  const app = await push.ready('app');
  await push.holds(CONTENT);
  return app;
}

/** Finalizers of an object. */
export function finalizersOf(object: KubeObject | undefined): readonly unknown[] {
  const finalizers = object?.metadata['finalizers'];
  return Array.isArray(finalizers) ? finalizers : [];
}
