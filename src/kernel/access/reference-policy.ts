import {
  formatReference,
  terminal,
  type FieldReference,
  type ObjectKey,
  type ObjectReference,
} from '../contracts/index.ts';

/** What references to other namespaces may do, most open first. */
export const CROSS_NAMESPACE = ['Allow', 'Grant', 'Deny'] as const;

/**
 * `Allow`: a resource may name objects of any namespace. `Grant`: only those that are opened to its namespace by an annotation on the object or on its
 * namespace. `Deny`: only those of its own.
 */
export type CrossNamespace = (typeof CROSS_NAMESPACE)[number];

/** On an object or on a namespace: namespaces whose resources may use it, separated by commas, or `*`. */
export const ALLOW_FROM = 'secrets.infisical.com/allow-from';

/** Looks up who an object is open to. */
export interface Grants {
  /** The annotation `ALLOW_FROM` of an object; undefined when it has none, is not there, or must not be looked at. */
  allowFrom(object: ObjectReference, signal: AbortSignal): Promise<string | undefined>;
}

/** The one place where it is decided which objects of other namespaces a resource may use. */
export class ReferencePolicy {
  constructor(
    private readonly rule: CrossNamespace,
    private readonly grants: Grants,
    /** Whether the operator itself is set by this object. */
    private readonly isSetting: (object: ObjectReference) => boolean,
  ) {}

  /**
   * Throws terminal `NamespaceRefused` unless resources of the namespace `from` may use the object. The message is the same whether or not the object
   * exists.
   */
  async admit(from: string, reference: FieldReference, signal: AbortSignal): Promise<void> {
    if (reference.namespace === from || this.rule === 'Allow') return;
    if (this.rule === 'Deny') throw denied(from, reference);
    for (const object of [namespaceOf(reference), reference]) {
      if (isOpenTo(from, await this.grants.allowFrom(object, signal))) return;
    }
    throw notGranted(from, reference);
  }

  /**
   * As `admit`, for an object that is written or deleted. What the operator itself is set by is not open to other namespaces under any rule: it says where
   * the credentials of everybody go.
   */
  async admitTarget(from: string, reference: FieldReference, signal: AbortSignal): Promise<void> {
    if (reference.namespace !== from && this.isSetting(reference)) throw setting(from, reference);
    await this.admit(from, reference, signal);
  }

  /** Objects besides the references themselves whose change may change what is granted. */
  grantors(from: string, references: readonly ObjectReference[]): readonly ObjectReference[] {
    if (this.rule !== 'Grant') return [];
    return references.filter(({ namespace }) => namespace !== from).map(namespaceOf);
  }

  /** Whether a change of this object may change what resources of the namespace `from` may use. */
  isGrantor(from: string, { namespace }: ObjectReference): boolean {
    return this.rule === 'Grant' && namespace !== from;
  }
}

function namespaceOf({ namespace }: ObjectKey): ObjectReference {
  return { kind: 'Namespace', namespace: '', name: namespace };
}

function isOpenTo(from: string, allowFrom = ''): boolean {
  const namespaces = allowFrom.split(',').map((entry) => entry.trim());
  return from !== '' && (namespaces.includes(from) || namespaces.includes('*'));
}

function denied(from: string, reference: FieldReference): Error {
  return terminal(
    'NamespaceRefused',
    `${reference.field} names ${formatReference(reference)}, which is not in the namespace ${from} of this resource; this operator allows no others.`,
    {
      hint: `Use an object of namespace ${from}; or whoever runs the operator sets --cross-namespace to Grant or Allow.`,
    },
  );
}

function notGranted(from: string, reference: FieldReference): Error {
  return terminal(
    'NamespaceRefused',
    `${reference.field} names ${formatReference(reference)}, which is not opened to the namespace ${from} of this resource.`,
    { hint: `Annotate namespace ${reference.namespace}, or that object if it exists, with ${ALLOW_FROM}: ${from}.` },
  );
}

function setting(from: string, reference: FieldReference): Error {
  return terminal(
    'NamespaceRefused',
    `${reference.field} names ${formatReference(reference)}, which is not in the namespace ${from} of this resource and holds settings of the operator itself.`,
    { hint: `Use an object of namespace ${from}.` },
  );
}
