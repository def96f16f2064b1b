import {
  formatReference,
  type FieldReference,
  type ObjectKey,
  type ReferenceKind,
  type SecretReader,
  type SecretText,
  type ServiceAccountTokens,
  type TokenRequest,
} from '../contracts/index.ts';

/** Throws unless the object may be used. */
type Admit = (reference: FieldReference, signal: AbortSignal) => Promise<void>;

/**
 * The services of a plugin for one resource, narrowed to the objects that it declared: those that are watched, and that the policy was asked about. A read
 * of any other is a fault of the plugin, and an Error of no type.
 */
export class DeclaredReferences implements SecretReader, ServiceAccountTokens {
  constructor(
    private readonly method: string,
    private readonly declared: readonly FieldReference[],
    private readonly services: { readonly secrets: SecretReader; readonly tokens: ServiceAccountTokens },
    private readonly admit: Admit,
  ) {}

  async read(key: ObjectKey, signal: AbortSignal): Promise<SecretText> {
    await this.admit(this.declaredAs('Secret', key), signal);
    return this.services.secrets.read(key, signal);
  }

  async request(request: TokenRequest, signal: AbortSignal): Promise<string> {
    await this.admit(this.declaredAs('ServiceAccount', request), signal);
    return this.services.tokens.request(request, signal);
  }

  async stored(account: ObjectKey, signal: AbortSignal): Promise<string | undefined> {
    await this.admit(this.declaredAs('ServiceAccount', account), signal);
    return this.services.tokens.stored(account, signal);
  }

  private declaredAs(kind: ReferenceKind, { namespace, name }: ObjectKey): FieldReference {
    const wanted = formatReference({ kind, namespace, name });
    const found = this.declared.find((reference) => formatReference(reference) === wanted);
    if (found !== undefined) return found;
    throw new Error(
      `the login method ${this.method} asks for ${wanted}, which is not among the references that it declares`,
    );
  }
}
