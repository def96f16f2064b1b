import type { TokenIssuer } from '../auth/index.ts';
import { ApiError } from '../errors/index.ts';
import type { Cluster } from './cluster.ts';
import { jsonAnswer, nothingHere, type ApiRequest, type ApiResponse } from './exchange.ts';
import { answerMeta } from './meta-routes.ts';
import { answerResource } from './resource-routes.ts';
import { parseResourcePath } from './resource-path.ts';

/** The API without a wire: takes a request, answers a response, and holds no connection. */
export class ApiServer {
  constructor(
    readonly cluster: Cluster,
    private readonly tokens: TokenIssuer,
  ) {}

  /** Runs one request to its end. Refusals are answers too; only a defect of the emulator throws. */
  handle(request: ApiRequest): ApiResponse {
    try {
      const meta = answerMeta(this.cluster, this.tokens, request);
      if (meta !== undefined) return meta;
      const target = parseResourcePath(request.path);
      return target === undefined ? nothingHere : answerResource(this.cluster, this.tokens, request, target);
    } catch (error) {
      if (error instanceof ApiError) return jsonAnswer(error.toStatus(), error.code);
      throw error;
    }
  }
}
