import { denied, mayDo } from '../access/index.ts';
import type { Place, Secret } from '../state/index.ts';
import { findPlace, type SecretsContext } from './place.ts';
import { type Reference, referencesIn } from './reference.ts';

const MAX_DEPTH = 10;

/**
 * Replaces references in values, for one call. What cannot be found stays as written. The eras differ in how far they
 * go: the older one follows references within a folder only, each key once, so that a loop is substituted one round;
 * the newer one follows them everywhere to a depth of ten, and cuts loops.
 */
export class Expander {
  /** Finished values by secret id, in the older era only, where the order of the list decides how a loop ends. */
  private readonly finished = new Map<string, string>();
  private readonly unreadable: { environment: string; secretPath: string }[] = [];

  constructor(private readonly context: SecretsContext) {}

  /** The value of a secret with its references replaced, quoted if its multi-line setting asks for that. */
  expand(place: Place, secret: Secret): string {
    const hasReferences = referencesIn(secret.value).length > 0;
    const value = this.follow(place, secret, []);
    const quotes = this.context.era.quotesMultiline === 'always' || hasReferences;
    if (!secret.skipMultilineEncoding || !quotes || !value.includes('\n')) return value;
    return `"${value.replaceAll('\n', '\\n')}"`;
  }

  /** Throws one refusal for all targets that the caller may not read, where the era checks that. */
  finish(): void {
    if (this.unreadable.length > 0) throw denied('read', this.unreadable);
  }

  private follow(place: Place, secret: Secret, trail: readonly string[]): string {
    const known = this.finished.get(secret.id);
    if (known !== undefined) return known;
    let value = secret.value;
    for (const reference of referencesIn(secret.value)) {
      const replacement = this.replacement(place, reference, [...trail, secret.id]);
      if (replacement !== undefined) value = value.replaceAll(reference.text, () => replacement);
    }
    if (this.context.era.nestedReferences === 'kept') this.finished.set(secret.id, value);
    return value;
  }

  private replacement(from: Place, { key, target }: Reference, trail: readonly string[]): string | undefined {
    const { era } = this.context;
    const place = target === undefined ? from : findPlace(from.project, target.environment, target.path);
    const secret = place?.folder.secret(key);
    if (place === undefined || secret === undefined || !this.mayRead(place)) return undefined;
    if (secret.value === '') return era.emptyReference === 'replaced' ? '' : undefined;
    if (trail.includes(secret.id)) return undefined;
    if (era.nestedReferences === 'kept') return place === from ? this.follow(place, secret, trail) : secret.value;
    return trail.length > MAX_DEPTH ? undefined : this.follow(place, secret, trail);
  }

  private mayRead({ project, environment, folder }: Place): boolean {
    const { era, caller } = this.context;
    if (!era.checksReferences || mayDo(caller, project, 'read', environment.slug, folder.path)) return true;
    this.unreadable.push({ environment: environment.slug, secretPath: folder.path });
    return false;
  }
}
