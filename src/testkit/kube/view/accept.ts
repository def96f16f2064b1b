import { notAcceptable } from '../errors/index.ts';

/** A representation of objects that a client can ask for. */
export type View = 'object' | 'partial' | 'partial-list' | 'table';

const VIEWS: Readonly<Record<string, View>> = {
  PartialObjectMetadata: 'partial',
  PartialObjectMetadataList: 'partial-list',
  Table: 'table',
};

/**
 * The first representation in an Accept header that the server has; an empty header means the plain object.
 * @throws ApiError 406 when there is none.
 */
export function chooseView(accept: string): View {
  if (accept.trim() === '') return 'object';
  for (const clause of accept.split(',')) {
    const [type = '', ...rest] = clause.split(';').map((part) => part.trim());
    const parameters = new Map(rest.map((each) => splitParameter(each)));
    if (!['application/json', 'application/*', '*/*'].includes(type)) continue;
    const as = parameters.get('as');
    if (as === undefined) {
      return 'object';
    }
    const view = VIEWS[as];
    const known = parameters.get('g') === 'meta.k8s.io' && ['v1', 'v1beta1'].includes(parameters.get('v') ?? '');
    if (view !== undefined && known) return view;
  }
  throw notAcceptable(
    'only the following media types are accepted: application/json, application/json;as=Table;v=v1;g=meta.k8s.io, ' +
      'application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io, application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io',
  );
}

function splitParameter(text: string): [string, string] {
  const at = text.indexOf('=');
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}
