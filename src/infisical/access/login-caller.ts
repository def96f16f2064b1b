import type { Counter, LoginCall } from '#kernel';
import type { LoginResult } from './count-logins.ts';
import { untilAborted } from '../flight/index.ts';
import { CallFailure, meansThat } from '../failures/index.ts';
import { fingerprint, type Host } from '../host/index.ts';
import type { IssuedToken, TokenCache, UsableToken } from '../token-cache/index.ts';
import type { ApiAnswer, Transport } from '../transport/index.ts';
import type { Caller, PlainCall, PlainStreamCall } from './caller.ts';
import { loginCall } from './login-route.ts';

/** Calls with access tokens that a login gives. A token that the server no longer takes is replaced once, unseen. */
export class LoginCaller implements Caller {
  readonly id: string;
  readonly serviceToken = false;

  constructor(
    readonly host: Host,
    private readonly material: LoginCall,
    private readonly tokens: TokenCache,
    private readonly transport: Transport,
    private readonly logins: Counter,
  ) {
    this.id = fingerprint(host.id, 'login', material.method, material.identity);
  }

  /** Logs in unless a token is at hand. Throws terminal `InvalidCredentials` and what the transport throws. */
  async authenticate(signal: AbortSignal): Promise<void> {
    await this.token(signal);
  }

  call<T>(call: PlainCall<T>, signal: AbortSignal): Promise<ApiAnswer<T>> {
    const { id: caller } = this;
    const send = (token: string) => this.transport.call(this.host, { ...call, token, caller }, signal);
    return this.withToken(call.what, send, signal);
  }

  checkJoin(what: string): void {
    this.transport.checkJoin(this.host, what);
  }

  stream(call: PlainStreamCall, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>> {
    const { id: caller } = this;
    const send = (token: string) => this.transport.stream(this.host, { ...call, token, caller }, signal);
    return this.withToken(call.what, send, signal);
  }

  private token(signal: AbortSignal): Promise<UsableToken> {
    const beforeJoin = (): void => {
      this.checkJoin('log in');
    };
    return this.tokens.get(this.id, this.logIn, signal, beforeJoin);
  }

  private async withToken<T>(what: string, attempt: (token: string) => Promise<T>, signal: AbortSignal): Promise<T> {
    const first = await this.token(signal);
    try {
      return await attempt(first.value);
    } catch (error) {
      if (!meansThat(error, 'tokenRefused')) throw error;
      if (first.fresh) throw this.refused(first.value, what);
      this.tokens.drop(this.id, first.value);
    }
    const second = await this.token(signal);
    try {
      return await attempt(second.value);
    } catch (error) {
      throw meansThat(error, 'tokenRefused') ? this.refused(second.value, what) : error;
    }
  }

  private readonly logIn = async (signal: AbortSignal): Promise<IssuedToken> => {
    const { method } = this.material;
    // Before the body: while the host is down, nobody shall mint a token for each try.
    this.transport.check(this.host, { ...loginCall(method, {}), caller: this.id });
    let result: LoginResult = 'failed';
    try {
      // A plugin that forgets its signal must not hold up whoever gave up, nor the end of the process.
      const body = await untilAborted(this.material.body(signal), signal);
      const call = { ...loginCall(method, body), caller: this.id };
      const { body: token } = await this.transport.call(this.host, call, signal);
      result = 'ok';
      return token;
    } catch (error) {
      if (meansThat(error, 'loginRefused')) result = 'refused';
      throw error;
    } finally {
      this.logins.inc({ method, result });
    }
  };

  private refused(token: string, what: string): CallFailure {
    const about = { what, host: this.host.base };
    const error = new CallFailure('tokenRefused', about, 'although a login had just issued it');
    this.tokens.refuse(this.id, token, error);
    return error;
  }
}
