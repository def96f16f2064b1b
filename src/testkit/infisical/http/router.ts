import type { EraId } from '../era/index.ts';
import type { Route } from './route.ts';

/** A route that fits, with the parameters of its path, percent-decoded. */
export interface RouteMatch {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

/** Finds routes by method and path. HEAD is served by GET, and a slash at the end is ignored. */
export class Router {
  private readonly routes: readonly { route: Route; segments: readonly string[] }[];

  constructor(routes: readonly Route[], era: EraId) {
    // Fixed segments win over parameters: `/batch/raw` is never a secret called so, and `/slug/x` never a project id.
    this.routes = routes
      .filter((route) => route.eras.includes(era))
      .map((route) => ({ route, segments: route.path.split('/') }))
      .sort((a, b) => parameterCount(a.segments) - parameterCount(b.segments));
  }

  /** The route for a path, which is still percent-encoded; undefined if there is none. */
  find(method: string, path: string): RouteMatch | undefined {
    const wanted = method === 'HEAD' ? 'GET' : method;
    const segments = (path.length > 1 ? path.replace(/\/$/u, '') : path).split('/');
    for (const candidate of this.routes) {
      if (candidate.route.method !== wanted) continue;
      const params = fit(candidate.segments, segments);
      if (params !== undefined) return { route: candidate.route, params };
    }
    return undefined;
  }
}

function parameterCount(segments: readonly string[]): number {
  return segments.filter((segment) => segment.startsWith(':')).length;
}

function fit(template: readonly string[], segments: readonly string[]): Record<string, string> | undefined {
  if (template.length !== segments.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of template.entries()) {
    const segment = segments[index] ?? '';
    if (part.startsWith(':')) {
      const value = decoded(segment);
      if (value === undefined || value === '') return undefined;
      params[part.slice(1)] = value;
    } else if (part !== segment) {
      return undefined;
    }
  }
  return params;
}

function decoded(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}
