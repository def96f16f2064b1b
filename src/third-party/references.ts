import type { MethodReference, ObjectKey } from '#kernel';
import type { PackageReference } from './package-manifest.ts';

/** The objects that a resource's settings name, by the paths of the manifest. What a setting leaves out is named by nobody. */
export function referencesOf(
  declared: readonly PackageReference[],
  config: unknown,
  resource: ObjectKey,
): readonly MethodReference[] {
  return declared.flatMap(({ kind, name: namePath, namespace: namespacePath }) => {
    const name = textAt(config, namePath);
    if (name === '') return [];
    const namespace = namespacePath === undefined ? '' : textAt(config, namespacePath);
    return [{ kind, name, namespace: namespace === '' ? resource.namespace : namespace, field: namePath }];
  });
}

function textAt(value: unknown, path: string): string {
  const found = path
    .split('.')
    .reduce<unknown>(
      (at, step) =>
        typeof at === 'object' && at !== null && Object.hasOwn(at, step) ? Reflect.get(at, step) : undefined,
      value,
    );
  return typeof found === 'string' ? found : '';
}
