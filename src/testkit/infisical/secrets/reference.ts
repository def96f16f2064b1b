/** A reference inside a value. */
export interface Reference {
  /** The text as written, with its braces. */
  readonly text: string;
  readonly key: string;
  /** The folder it names, or undefined for the folder of the value itself. */
  readonly target: { readonly environment: string; readonly path: string } | undefined;
}

const SYNTAX = /\$\{([^}]+)\}/gu;

/** All references of a value in their order. Dots part environment, folders and key, so none of these can hold one. */
export function referencesIn(value: string): Reference[] {
  return [...value.matchAll(SYNTAX)].map(([text, inner = '']) => {
    const parts = inner.trim().split('.');
    const key = parts.at(-1) ?? '';
    const [environment, ...folders] = parts.slice(0, -1);
    return {
      text,
      key,
      target: environment === undefined ? undefined : { environment, path: `/${folders.join('/')}` },
    };
  });
}
