/**
 * What a login method of a third party is written against, whole: this file needs no other. `infisical-operator plugins new` puts it beside a new plugin,
 * for the editor's sake; a plugin imports nothing of the operator.
 */

/** An object of the cluster. */
export interface ObjectKey {
  readonly namespace: string;
  readonly name: string;
}

/** What an error may add to its message. */
export interface ErrorDetails {
  /** One sentence: what to do about it. */
  readonly hint?: string;
  /** When to try again; of `retryable` only. */
  readonly retryAfterMs?: number;
}

/**
 * Makes an error whose message is shown to users: it names the object and the field, and never holds a value. `reason` is one of the list in
 * docs/reference/troubleshooting.md.
 */
export type MakeError = (reason: string, message: string, details?: ErrorDetails) => Error;

/** What a plugin is given of the operator. */
export interface PluginDoor {
  /** Only a change helps: of the resource, or of an object that it refers to. */
  readonly terminal: MakeError;
  /** Trying again helps. */
  readonly retryable: MakeError;
}

/** One HTTP call from the operator. */
export interface HttpCall {
  /** Completes "Could not ...": `get a token`. Shown to users, so it holds no value. */
  readonly what: string;
  readonly method: 'GET' | 'POST' | 'PUT';
  /** http or https. Redirects are not followed. */
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** 1 to 10,000; 5,000 unless given. */
  readonly timeoutMs?: number;
}

/** An answer of any status. */
export interface HttpAnswer {
  readonly status: number;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * One login to prepare. A service works only if `needs` of the manifest has it, and rejects with an error that is fit to be shown: let it pass.
 */
export interface PluginRequest<Spec> {
  /** `config` of the resource, as the schema of the manifest has passed it. */
  readonly spec: Spec;
  /** The resource that asks; its namespace is the default of references. */
  readonly resource: ObjectKey;
  /** `secrets`: Secrets that `references` of the manifest names, as text by key. */
  readonly secrets: { read(key: ObjectKey, signal?: AbortSignal): Promise<ReadonlyMap<string, string>> };
  /** `tokens`: tokens of ServiceAccounts that `references` names. `request` mints one, `stored` gives that of a Secret, if there is one. */
  readonly tokens: {
    request(
      request: ObjectKey & { readonly audiences: readonly string[]; readonly expirationSeconds: number },
      signal?: AbortSignal,
    ): Promise<string>;
    stored(account: ObjectKey, signal?: AbortSignal): Promise<string | undefined>;
  };
  readonly platform: {
    /** `platform.file`: the text of a file of the operator's container, of at most 256 KiB; undefined when there is none. */
    file(path: string, signal?: AbortSignal): Promise<string | undefined>;
    /** `platform.call`: one call, which a spec must never choose the host of. */
    call(call: HttpCall, signal?: AbortSignal): Promise<HttpAnswer>;
  };
}

/** What a login needs. The operator logs in; a plugin never sees an access token. */
export type LoginMaterial =
  | {
      readonly kind: 'login';
      /** Which login call of Infisical: `POST /api/v1/auth/<method>-auth/login`. */
      readonly method: 'universal' | 'kubernetes' | 'aws' | 'azure' | 'gcp' | 'oidc' | 'ldap' | 'jwt';
      /** Equal text, one shared access token: all that would lead to another token is in it. May hold credentials; it is hashed at once. */
      readonly identity: string;
      /** The body of that call, made when there is a login; not in every pass. */
      body(signal: AbortSignal): Promise<Readonly<Record<string, string>>> | Readonly<Record<string, string>>;
    }
  | {
      readonly kind: 'token';
      /** A token that is sent as it is. */
      readonly token: string;
    };

/** A login method. */
export interface PluginMethod<Spec> {
  /**
   * Called in each pass, so it does no more than read. Ends within 10 s, or `signal` aborts; what then goes on for 2 s costs the plugin its process. Throws
   * what the door makes; of anything else users see only that the plugin failed.
   */
  prepare(request: PluginRequest<Spec>, signal: AbortSignal): Promise<LoginMaterial> | LoginMaterial;
}

/** The default export of a plugin. `Config`: its settings in the list of the operator, as the manifest's `config` has passed them. */
export type Plugin<Spec, Config = object> = (
  door: PluginDoor,
  config: Config,
) => PluginMethod<Spec> | Promise<PluginMethod<Spec>>;
